#include "ingest/names.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 1024 /* buckets; a power of two */

struct entry {
	struct entry *next;
	uint64_t hash;
	void *thing;
	char name[];
};

/* Chains, so that what is dropped is gone. */
struct sar_names {
	struct entry **buckets;
	size_t cap;
	size_t n;
	uint8_t key[crypto_shorthash_KEYBYTES]; /* names are a stranger's */
};

struct sar_names *
sar_names_new(struct sar_err *err)
{
	struct sar_names *names = calloc(1, sizeof(*names));

	if (names == NULL ||
	    (names->buckets = calloc(FIRST, sizeof(*names->buckets))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(names);
		return NULL;
	}
	names->cap = FIRST;
	crypto_shorthash_keygen(names->key);
	return names;
}

static void
free_entry(struct entry *entry)
{
	explicit_bzero(entry->name, strlen(entry->name));
	free(entry);
}

void
sar_names_free(struct sar_names *names)
{
	struct entry *entry, *next;
	size_t i;

	if (names == NULL)
		return;
	for (i = 0; i < names->cap; i++)
		for (entry = names->buckets[i]; entry != NULL; entry = next) {
			next = entry->next;
			free_entry(entry);
		}
	free(names->buckets);
	free(names);
}

static uint64_t
hash_of(const struct sar_names *names, const char *name)
{
	uint64_t hash;

	(void)crypto_shorthash((uint8_t *)&hash, (const uint8_t *)name,
	    strlen(name), names->key);
	return hash;
}

/* Where the entry of ${name} hangs; it hangs NULL when there is none. */
static struct entry **
find(const struct sar_names *names, const char *name, uint64_t hash)
{
	struct entry **at = &names->buckets[hash & (names->cap - 1)];

	while (*at != NULL &&
	       ((*at)->hash != hash || strcmp((*at)->name, name) != 0))
		at = &(*at)->next;
	return at;
}

void *
sar_names_get(const struct sar_names *names, const char *name)
{
	const struct entry *entry = *find(names, name, hash_of(names, name));

	return entry == NULL ? NULL : entry->thing;
}

static int
grow(struct sar_names *names, struct sar_err *err)
{
	size_t cap = names->cap * 2;
	struct entry **buckets, *entry, *next;
	size_t i;

	if (names->n < names->cap)
		return 0;
	if ((buckets = calloc(cap, sizeof(*buckets))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < names->cap; i++)
		for (entry = names->buckets[i]; entry != NULL; entry = next) {
			next = entry->next;
			entry->next = buckets[entry->hash & (cap - 1)];
			buckets[entry->hash & (cap - 1)] = entry;
		}
	free(names->buckets);
	names->buckets = buckets;
	names->cap = cap;
	return 0;
}

int
sar_names_put(struct sar_names *names, const char *name, void *thing,
    struct sar_err *err)
{
	uint64_t hash = hash_of(names, name);
	size_t len = strlen(name) + 1;
	struct entry *entry, **at;

	at = find(names, name, hash);
	if (*at != NULL) {
		(*at)->thing = thing;
		return 0;
	}
	if (grow(names, err) == -1)
		return -1;
	if ((entry = malloc(sizeof(*entry) + len)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	entry->hash = hash;
	entry->thing = thing;
	memcpy(entry->name, name, len);
	at = &names->buckets[hash & (names->cap - 1)];
	entry->next = *at;
	*at = entry;
	names->n++;
	return 0;
}

void
sar_names_drop(struct sar_names *names, const char *name, const void *thing)
{
	struct entry **at = find(names, name, hash_of(names, name));

	struct entry *entry = *at;

	if (entry == NULL || entry->thing != thing)
		return;
	*at = entry->next;
	free_entry(entry);
	names->n--;
}
