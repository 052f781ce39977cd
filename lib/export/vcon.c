#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"
#include "export/plan_salt.h"

/* What the case's secret is asked for: any text that no plan can be. */
#define SEED "sar-export/vcon/v1"

void
sar_build_drop_vcons(struct build *b)
{
	size_t i;

	for (i = 0; i < b->n_vcons; i++)
		free(b->vcons[i].text);
	free(b->vcons);
	b->vcons = NULL;
	b->n_vcons = 0;
}

/* Where UUIDs come from: the same at every build, and nobody else's guess. */
static int
seed(const struct build *b, uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	bool there;

	/* Nothing goes out that a trial makes, and it may write nothing. */
	memset(out, 0, SAR_SHA256_LEN);
	if (b->trial)
		return 0;
	if (sar_plan_salt_make(b->c, err) == -1)
		return -1;
	return sar_plan_salt_commit(b->c, SEED, out, &there, err);
}

static int
make_all(struct build *b, struct sar_letter_vcon *of, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->told;
	struct build_vcon *vcon;
	size_t i;

	if ((b->vcons = calloc(plan->n + 1, sizeof(*b->vcons))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < plan->n; i++) {
		if (plan->items[i].name[0] == '\0')
			continue;
		vcon = &b->vcons[b->n_vcons++];
		of->item = &plan->items[i];
		sar_letter_vcon_name(of->item, vcon->name);
		if ((vcon->text = sar_letter_vcon(of, err)) == NULL)
			return -1;
	}
	return 0;
}

int
sar_build_vcons(struct build *b, const struct sar_letter *letter,
    struct sar_err *err)
{
	uint8_t secret[SAR_SHA256_LEN];
	struct sar_letter_vcon of = { .letter = letter, .seed = secret };
	int rc = -1;

	sar_build_drop_vcons(b);
	if (!letter->vcon)
		return 0;
	if (seed(b, secret, err) == 0)
		rc = make_all(b, &of, err);
	explicit_bzero(secret, sizeof(secret));
	return rc;
}
