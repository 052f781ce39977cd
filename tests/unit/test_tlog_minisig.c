/* Signatures that minisign and openssl check, and what is no such thing. */
#include "tlog_helpers.h"

#include <sys/wait.h>

#include "tlog/minisig.h"

static const char manifest[] = "{\"entries\":[],\"schema\":\"x/2\"}\n";
#define MANIFEST_LEN (sizeof(manifest) - 1)

/* Another name for the same key. */
#define OTHER_NAME "log.example.org"

static char *
sign(const struct world *w)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf out = SAR_BUF_INIT;

	assert_int_equal(sar_minisig_sign(w->key, manifest, MANIFEST_LEN, &out,
			     &err),
	    0);
	assert_int_equal(out.len, SAR_MINISIG_LEN);
	return sar_buf_take(&out);
}

static void
verify_fails(const struct sar_key_public *key, const void *text, size_t len,
    const char *signature, enum sar_code code, const char *message)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_minisig_verify(key, text, len, signature, &err),
	    -1);
	assert_int_equal(err.code, code);
	if (message != NULL)
		assert_string_equal(err.msg, message);
}

/* The status of the shell's ${script} in ${dir}, with ${arg} as its $1. */
static int
shell(const char *dir, const char *script, const char *arg)
{
	pid_t pid = fork();
	int status = 0;

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		if (chdir(dir) == 0)
			(void)execl("/bin/sh", "sh", "-c", script, "sh", arg,
			    (char *)NULL);
		_exit(126);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Put the manifest, ${signature} and the public key where tools find them. */
static void
lay_out(const struct world *w, const char *signature,
    char public[SAR_MINISIG_PUBLIC])
{
	struct sar_err err = SAR_ERR_INIT;
	char path[PATH_LEN];

	path_in(path, w->dir, "m");
	spill(path, manifest, MANIFEST_LEN);
	path_in(path, w->dir, "m.minisig");
	spill(path, signature, strlen(signature));
	assert_int_equal(sar_minisig_public(w->public, public, &err), 0);
}

static void
what_is_signed_verifies_and_is_always_signed_alike(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char *one = sign(w);
	char *two = sign(w);

	assert_string_equal(one, two);
	assert_int_equal(strncmp(one,
			     "untrusted comment: signature of a sar-export "
			     "package\nRU",
			     strlen("untrusted comment: signature of a "
				    "sar-export package\nRU")),
	    0);
	assert_non_null(strstr(one,
	    "\ntrusted comment: sar-export package manifest\n"));
	assert_int_equal(sar_minisig_verify(w->public, manifest, MANIFEST_LEN,
			     one, &err),
	    0);
	free(one);
	free(two);
}

static void
the_key_id_begins_like_the_id_of_the_vkey(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char public[SAR_MINISIG_PUBLIC];
	uint8_t raw[42];
	size_t got;

	assert_int_equal(sar_minisig_public(w->public, public, &err), 0);
	assert_true(sar_b64_get(public, strlen(public), raw, 42, &got));
	assert_int_equal(got, 42);
	assert_memory_equal(raw, "Ed", 2);
	assert_memory_equal(raw + 2, w->public->id, 4);
	assert_memory_equal(raw + 10, w->public->public, 32);
}

static void
minisign_verifies_it_and_its_comment(void **state)
{
	const struct world *w = *state;
	char public[SAR_MINISIG_PUBLIC];
	char *text = sign(w);

	if (shell(w->dir, "command -v minisign >/dev/null", "") != 0) {
		free(text);
		skip();
	}
	lay_out(w, text, public);
	assert_int_equal(shell(w->dir,
			     "test \"$(minisign -VQ -P \"$1\" -m m)\" = "
			     "'sar-export package manifest'",
			     public),
	    0);
	/* The comment is signed too, and the text. */
	strstr(text, "export package manifest")[0] = 'E';
	lay_out(w, text, public);
	assert_int_not_equal(shell(w->dir,
				 "minisign -Vq -P \"$1\" -m m 2>/dev/null",
				 public),
	    0);
	strstr(text, "Export package manifest")[0] = 'e';
	lay_out(w, text, public);
	assert_int_not_equal(shell(w->dir,
				 "echo >> m; "
				 "minisign -Vq -P \"$1\" -m m 2>/dev/null",
				 public),
	    0);
	free(text);
}

/* Both signatures, by what knows nothing of minisign but this page. */
static void
openssl_verifies_both_signatures(void **state)
{
	static const char script[] =
	    "set -e\n"
	    "{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160"
	    "\\003\\041\\000'; printf %s \"$1\" | base64 -d | tail -c 32; "
	    "} > key\n"
	    "sed -n 2p m.minisig | base64 -d | tail -c 64 > sig\n"
	    "sed -n 4p m.minisig | base64 -d > global\n"
	    "openssl dgst -blake2b512 -binary m > hash\n"
	    "{ cat sig; sed -n '3s/^trusted comment: //p' m.minisig | "
	    "tr -d '\\n'; } > both\n"
	    "verify() { openssl pkeyutl -verify -rawin -pubin -keyform DER "
	    "-inkey key -in \"$1\" -sigfile \"$2\" >/dev/null 2>&1; }\n"
	    "verify hash sig\n"
	    "verify both global\n"
	    "! verify both sig\n";
	const struct world *w = *state;
	char public[SAR_MINISIG_PUBLIC];
	char *text = sign(w);

	if (shell(w->dir, "command -v openssl >/dev/null", "") != 0) {
		free(text);
		skip();
	}
	lay_out(w, text, public);
	assert_int_equal(shell(w->dir, script, public), 0);
	free(text);
}

static void
a_change_of_any_bit_is_found(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char *text = sign(w);
	size_t i, bit;

	for (i = 0; i < SAR_MINISIG_LEN; i++)
		for (bit = 0; bit < 8; bit++) {
			text[i] = (char)(text[i] ^ (1 << bit));
			assert_int_equal(sar_minisig_verify(w->public, manifest,
					     MANIFEST_LEN, text, &err),
			    -1);
			assert_true(err.code == SAR_ECORRUPT ||
				    err.code == SAR_ETAMPER);
			text[i] = (char)(text[i] ^ (1 << bit));
		}
	free(text);
}

static void
one_cut_short_or_with_more_behind_is_refused(void **state)
{
	const struct world *w = *state;
	char longer[SAR_MINISIG_LEN + 2];
	char *text = sign(w);
	size_t i;

	for (i = 0; i < SAR_MINISIG_LEN; i++) {
		memcpy(longer, text, i);
		longer[i] = '\0';
		verify_fails(w->public, manifest, MANIFEST_LEN, longer,
		    SAR_ECORRUPT, "signature: not of the form a package has");
	}
	(void)snprintf(longer, sizeof(longer), "%s\n", text);
	verify_fails(w->public, manifest, MANIFEST_LEN, longer, SAR_ECORRUPT,
	    "signature: not of the form a package has");
	free(text);
}

static void
another_text_is_not_what_was_signed(void **state)
{
	const struct world *w = *state;
	char *text = sign(w);
	char copy[sizeof(manifest)];

	memcpy(copy, manifest, sizeof(copy));
	copy[3] ^= 1;
	verify_fails(w->public, copy, MANIFEST_LEN, text, SAR_ETAMPER,
	    "signature: does not fit what is signed");
	verify_fails(w->public, manifest, MANIFEST_LEN - 1, text, SAR_ETAMPER,
	    "signature: does not fit what is signed");
	verify_fails(w->public, "", 0, text, SAR_ETAMPER, NULL);
	free(text);
}

static void
another_key_or_another_name_for_it_is_not_the_signer(void **state)
{
	const struct world *w = *state;
	struct sar_key_public other = *w->public;
	char *text = sign(w);

	(void)snprintf(other.name, sizeof(other.name), OTHER_NAME);
	verify_fails(&other, manifest, MANIFEST_LEN, text, SAR_ETAMPER,
	    "signature: by another key than the log's");
	other = *w->public;
	other.public[5] ^= 1;
	verify_fails(&other, manifest, MANIFEST_LEN, text, SAR_ETAMPER,
	    "signature: by another key than the log's");
	free(text);
}

/* The id is no secret: one who forges it must still fail. */
static void
a_signature_of_another_key_under_this_id_is_found(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate(w->public->name, &err);
	struct sar_key_secret *key;
	struct sar_buf out = SAR_BUF_INIT;
	char *ours = sign(w);
	char *second;
	uint8_t mine[74], theirs[74];
	size_t got;

	assert_non_null(skey);
	assert_non_null(key = sar_key_secret_parse(skey, &err));
	assert_int_equal(sar_minisig_sign(key, manifest, MANIFEST_LEN, &out,
			     &err),
	    0);
	second = strchr(out.data, '\n') + 1;
	assert_true(sar_b64_get(second, 100, theirs, sizeof(theirs), &got));
	assert_true(sar_b64_get(strchr(ours, '\n') + 1, 100, mine, sizeof(mine),
	    &got));
	memcpy(theirs, mine, 10);
	sar_b64_put(theirs, sizeof(theirs), second);
	second[100] = '\n';
	verify_fails(w->public, manifest, MANIFEST_LEN, out.data, SAR_ETAMPER,
	    "signature: does not fit what is signed");
	/* Nor does the right first signature help with a wrong second. */
	memcpy(second, strchr(ours, '\n') + 1, 100);
	verify_fails(w->public, manifest, MANIFEST_LEN, out.data, SAR_ETAMPER,
	    "signature: does not fit what is signed");
	sar_buf_free(&out);
	sar_key_secret_free(key);
	sar_secret_free(skey);
	free(ours);
}

#define T(name) cmocka_unit_test_setup_teardown(name, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_signed_verifies_and_is_always_signed_alike),
		T(the_key_id_begins_like_the_id_of_the_vkey),
		T(minisign_verifies_it_and_its_comment),
		T(openssl_verifies_both_signatures),
		T(a_change_of_any_bit_is_found),
		T(one_cut_short_or_with_more_behind_is_refused),
		T(another_text_is_not_what_was_signed),
		T(another_key_or_another_name_for_it_is_not_the_signer),
		T(a_signature_of_another_key_under_this_id_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
