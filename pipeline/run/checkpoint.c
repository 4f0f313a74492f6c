#include "pipeline/run/checkpoint.h"
#include "pipeline/output/json_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Raised when the meaning of a member changes: older ones are not read then. */
#define LAYOUT 3

static uint64_t positive(int64_t value)
{
    return value < 0 ? 0 : (uint64_t)value;
}

static void put_progress(struct ws_json *j, const struct ws_checkpoint_progress *p)
{
    ws_json_put_uint(j, ",\n \"progress\": {\"bytes_done\": ", p->bytes_done);
    ws_json_raw(j, ", \"bytes_total\": ");
    if (p->bytes_total)
        ws_json_uint(j, p->bytes_total);
    else
        ws_json_raw(j, "null");
    ws_json_put_uint(j, ", \"records\": ", p->records);
    ws_json_put_uint(j, ", \"articles\": ", p->articles);
    ws_json_raw(j, "}");
}

static void put_position(struct ws_json *j, const struct ws_position *p)
{
    ws_json_raw(j, ",\n \"position\": ");
    if (!p) {
        ws_json_raw(j, "null");
        return;
    }
    ws_json_put_bool(j, "{\"in_spans\": ", p->in_spans);
    ws_json_put_bool(j, ", \"exact\": ", p->exact);
    ws_json_put_bool(j, ", \"any\": ", p->any);
    ws_json_put_uint(j, ", \"breaks\": ", p->breaks);
    ws_json_put_uint(j, ", \"next\": ", p->next);
    ws_json_put_uint(j, ", \"end\": ", p->end);
    ws_json_put_uint(j, ", \"last\": ", p->last);
    ws_json_put_uint(j, ", \"resume\": ", p->resume);
    ws_json_put_uint(j, ", \"done\": ", p->done);
    ws_json_put_uint(j, ", \"cut\": ", p->cut);
    ws_json_raw(j, "}");
}

static void put_shards(struct ws_json *j, const char *key, const struct ws_shards *shards,
                       const char *open_sha256)
{
    ws_json_raw(j, key);
    for (size_t i = 0; i < shards->n; i++) {
        const struct ws_shard_info *s = &shards->list[i];
        ws_json_put_cstr(j, i ? ",\n  {\"name\": " : "\n  {\"name\": ", s->name);
        ws_json_put_uint(j, ", \"articles\": ", s->articles);
        ws_json_put_uint(j, ", \"bytes\": ", s->bytes);
        ws_json_put_uint(j, ", \"plain_bytes\": ", s->plain_bytes);
        ws_json_put_cstr(j, ", \"sha256\": ", *s->sha256 ? s->sha256 : open_sha256);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, "]");
}

bool ws_checkpoint_render(const struct ws_checkpoint *c, struct ws_buf *out)
{
    struct ws_json j = {.out = out, .ok = true};
    ws_json_put_uint(&j, "{\"checkpoint\": ", LAYOUT);
    ws_json_put_cstr(&j, ", \"version\": ", WS_VERSION);
    ws_json_put_cstr(&j, ",\n \"host\": ", c->host);
    ws_json_put_uint(&j, ", \"pid\": ", positive(c->pid));
    ws_json_put_uint(&j, ", \"started\": ", positive(c->started));
    ws_json_put_uint(&j, ", \"updated\": ", positive(c->updated));
    ws_json_raw(&j, ",\n \"input\": ");
    ws_identity_render(&j, &c->input);
    ws_json_put_cstr(&j, ",\n \"options_hash\": ", c->options_hash);
    ws_json_put_uint(&j, ",\n \"bytes_begun\": ", c->bytes_begun);
    put_progress(&j, &c->progress);
    put_position(&j, c->position);
    if (c->position) {
        ws_json_raw(&j, ",\n \"stats\": ");
        ws_stats_save(c->stats, &j);
        put_shards(&j, ",\n \"shards\": [", c->shards, c->open_sha256);
        put_shards(&j, ",\n \"rejects\": [", c->rejects, c->open_rejects_sha256);
        put_shards(&j, ",\n \"signatures\": [", c->signatures, c->open_signatures_sha256);
    }
    ws_json_raw(&j, "}\n");
    return j.ok;
}

/* --- back ------------------------------------------------------------------------------- */

bool ws_checkpoint_suits(const json_t *checkpoint, const struct ws_input_identity *input,
                         const char *options_hash)
{
    uint64_t layout;
    const char *hash = ws_json_get_text(checkpoint, "options_hash");
    return ws_json_get_uint(checkpoint, "checkpoint", &layout) && layout == LAYOUT && hash &&
           strcmp(hash, options_hash) == 0 &&
           json_is_object(json_object_get(checkpoint, "position")) &&
           ws_identity_matches(json_object_get(checkpoint, "input"), input);
}

static bool load_position(struct ws_position *p, const json_t *o)
{
    uint64_t breaks = 0;
    p->in_spans = json_is_true(json_object_get(o, "in_spans"));
    p->exact = json_is_true(json_object_get(o, "exact"));
    p->any = json_is_true(json_object_get(o, "any"));
    bool ok = ws_json_get_uint(o, "breaks", &breaks) && ws_json_get_uint(o, "next", &p->next) &&
              ws_json_get_uint(o, "end", &p->end) && ws_json_get_uint(o, "last", &p->last) &&
              ws_json_get_uint(o, "resume", &p->resume) &&
              ws_json_get_uint(o, "done", &p->done) && ws_json_get_uint(o, "cut", &p->cut);
    p->breaks = (unsigned)breaks;
    return ok;
}

static bool load_progress(struct ws_checkpoint_progress *p, const json_t *o)
{
    return ws_json_get_uint(o, "bytes_done", &p->bytes_done) &&
           ws_json_get_uint(o, "records", &p->records) &&
           ws_json_get_uint(o, "articles", &p->articles);
}

static bool load_shard(struct ws_shard_info *s, const json_t *o)
{
    const char *name = ws_json_get_text(o, "name"), *sha256 = ws_json_get_text(o, "sha256");
    if (!name || strchr(name, '/') || !sha256 || strlen(sha256) != WS_SHA256_HEX - 1 ||
        !ws_json_get_uint(o, "articles", &s->articles) ||
        !ws_json_get_uint(o, "bytes", &s->bytes) ||
        !ws_json_get_uint(o, "plain_bytes", &s->plain_bytes))
        return false;
    memcpy(s->sha256, sha256, WS_SHA256_HEX);
    s->name = strdup(name);
    return s->name != NULL;
}

static bool load_shards(struct ws_saved_shards *s, const json_t *list)
{
    size_t n = json_array_size(list);
    if (!json_is_array(list))
        return false;
    s->list = calloc(n ? n : 1, sizeof *s->list);
    for (; s->list && s->n < n; s->n++)
        if (!load_shard(&s->list[s->n], json_array_get(list, s->n)))
            return false;
    return s->list != NULL;
}

bool ws_saved_load(struct ws_saved *s, const json_t *checkpoint)
{
    *s = (struct ws_saved){0};
    ws_stats_init(&s->stats, WS_DAMAGE_LISTED);
    return load_position(&s->position, json_object_get(checkpoint, "position")) &&
           load_progress(&s->progress, json_object_get(checkpoint, "progress")) &&
           ws_stats_load(&s->stats, json_object_get(checkpoint, "stats")) &&
           load_shards(&s->shards, json_object_get(checkpoint, "shards")) &&
           load_shards(&s->rejects, json_object_get(checkpoint, "rejects")) &&
           load_shards(&s->signatures, json_object_get(checkpoint, "signatures"));
}

static void release_shards(struct ws_saved_shards *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->list[i].name);
    free(s->list);
}

void ws_saved_release(struct ws_saved *s)
{
    ws_stats_release(&s->stats);
    release_shards(&s->shards);
    release_shards(&s->rejects);
    release_shards(&s->signatures);
    *s = (struct ws_saved){0};
}
