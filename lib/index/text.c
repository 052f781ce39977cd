#include "index/text.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 4096

struct block {
	struct block *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) char bytes[];
};

struct sar_index_text {
	struct block *blocks;
};

struct sar_index_text *
sar_index_text_new(struct sar_err *err)
{
	struct sar_index_text *text = calloc(1, sizeof(*text));

	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return text;
}

void
sar_index_text_free(struct sar_index_text *text)
{
	struct block *block;

	if (text == NULL)
		return;
	while ((block = text->blocks) != NULL) {
		text->blocks = block->next;
		free(block);
	}
	free(text);
}

/* A block with ${need} bytes free at the head of the list. */
static int
make_room(struct sar_index_text *text, size_t need, struct sar_err *err)
{
	struct block *block = text->blocks;
	size_t size = need > BLOCK_SIZE ? need : BLOCK_SIZE;

	if (block != NULL && block->size - block->used >= need)
		return 0;
	if ((block = malloc(sizeof(*block) + size)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	block->next = text->blocks;
	block->used = 0;
	block->size = size;
	text->blocks = block;
	return 0;
}

const char *
sar_index_text_add(struct sar_index_text *text, const char *string,
    struct sar_err *err)
{
	size_t need = strlen(string) + 1;
	char *at;

	if (make_room(text, need, err) == -1)
		return NULL;
	at = text->blocks->bytes + text->blocks->used;
	memcpy(at, string, need);
	text->blocks->used += need;
	return at;
}

void *
sar_index_text_room(struct sar_index_text *text, size_t size,
    struct sar_err *err)
{
	const size_t align = _Alignof(max_align_t);
	size_t used;

	/* One byte at least: a place of its own for what is empty. */
	if (make_room(text, size + align + 1, err) == -1)
		return NULL;
	used = (text->blocks->used + align - 1) / align * align;
	text->blocks->used = used + size + 1;
	return text->blocks->bytes + used;
}
