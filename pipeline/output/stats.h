/* stats.h - what happened to the records of a batch, of an input, of a run; and NAME.stats.json.
 * Threads: none of its own. */
#ifndef WARCSIFT_STATS_H
#define WARCSIFT_STATS_H

#include "pipeline/output/identity.h"
#include "pipeline/output/options_text.h"
#include "pipeline/output/shard.h"
#include "warcsift/sift.h"

/* The WHATWG encoding standard knows 40 names. */
#define WS_CHARSETS_MAX 64
/* Damage, and wrong digests, listed in a stats file; all of it is counted. */
#define WS_DAMAGE_LISTED 100
#define WS_CHARSET_NAME_MAX 24 /* they are shorter */

struct ws_stats {
    struct ws_counts counts;
    struct ws_charset_count {
        char name[WS_CHARSET_NAME_MAX];
        uint64_t articles;
    } charsets[WS_CHARSETS_MAX];
    size_t n_charsets;
    struct ws_error *damage; /* the first max_damage places; counts.damage has all */
    size_t n_damage, cap_damage, max_damage;
    struct ws_error *wrong; /* the first max_damage wrong digests */
    size_t n_wrong, cap_wrong;
    struct ws_buf revisits; /* JSON objects, each with a newline behind it */
};

void ws_stats_init(struct ws_stats *s, size_t max_damage);
void ws_stats_release(struct ws_stats *s);
void ws_stats_clear(struct ws_stats *s);

/* One call for each record seen. */
void ws_stats_record(struct ws_stats *s, enum ws_record_type type, enum ws_outcome outcome);
/* For each record with the outcome WS_OUT_ARTICLE. */
void ws_stats_article(struct ws_stats *s, const struct ws_article *art);
/* Of one that is no article after all. */
void ws_stats_article_gone(struct ws_stats *s, const char *charset, enum ws_charset_source source);
/* For each revisit record. list: keep it for the list, too. */
void ws_stats_revisit(struct ws_stats *s, const struct ws_record *rec, bool list);
/* For each record with a segment that is not WS_SEGMENT_NONE. */
void ws_stats_segment(struct ws_stats *s, const struct ws_record *rec);
void ws_stats_damage(struct ws_stats *s, const struct ws_error *e);
/* For each record whose digests were verified; offset: its own. */
void ws_stats_digests(struct ws_stats *s, enum ws_digest_verdict block, enum ws_digest_verdict payload,
                      uint64_t offset);
void ws_stats_warning(struct ws_stats *s, const struct ws_error *e);

/* Adds part to sum; damage is appended as far as sum has room for it. */
void ws_stats_add(struct ws_stats *sum, const struct ws_stats *part);
void ws_counts_add(struct ws_counts *sum, const struct ws_counts *part);

/* Lists it, as far as there is room, and does not count it. */
void ws_stats_list_damage(struct ws_stats *s, const struct ws_error *e);
void ws_stats_list_wrong(struct ws_stats *s, const struct ws_error *e);

/* Appends an object that ws_stats_load() reads back, so that a stats file made of it is the same. */
void ws_stats_save(const struct ws_stats *s, struct ws_json *j);
/* In place of what s holds. false: it is no such object, or no memory; s is anything then. */
WS_MUST_USE bool ws_stats_load(struct ws_stats *s, const json_t *object);

/* The facts of the stats file that are not counts. */
struct ws_stats_about {
    struct ws_input_identity input;
    uint64_t bytes_in;      /* read */
    const struct ws_sift_options *options;
    const struct ws_options_text *options_text;
    const uint64_t *listed; /* places that an index lists in it; NULL: read as a whole */
    const struct ws_host_counts *host_memory; /* NULL: one pass, without it */
    const struct ws_shards *shards;
    const struct ws_shards *rejects; /* NULL: they are not written */
};

/* Appends the text of a stats file. Nothing in it depends on time or threads. false: no memory. */
WS_MUST_USE bool ws_stats_render(const struct ws_stats *s, const struct ws_stats_about *about, struct ws_buf *out);
/* Writes NAME.stats.json where the shards are. WS_OK; WS_FATAL with err. */
WS_MUST_USE enum ws_status ws_stats_write(const struct ws_stats *s, const struct ws_stats_about *about,
                                          struct ws_error *err);

#endif
