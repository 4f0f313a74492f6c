/* Counts of an input that is not finished, in a checkpoint. Arrays go by the numbers of their
 * enumerations: a checkpoint is only read by the same version of the program and of its layouts
 * (options_text.h), and one with arrays of other lengths not at all. */
#include "pipeline/output/json_read.h"
#include "pipeline/output/stats.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct counter {
    const char *name;
    size_t at, n; /* of uint64_t in struct ws_counts */
} COUNTERS[] = {
#define ARRAY(member)                                                                          \
    {#member, offsetof(struct ws_counts, member),                                              \
     sizeof((struct ws_counts *)0)->member / sizeof(uint64_t)}
    ARRAY(records),         ARRAY(outcomes),       ARRAY(warnings), ARRAY(charset_sources),
    ARRAY(segments),        ARRAY(crawl_metadata), ARRAY(revisits), ARRAY(block_digests),
    ARRAY(payload_digests), ARRAY(pii), ARRAY(rejects),        ARRAY(damage),   ARRAY(damage_bytes),
#undef ARRAY
};
#define N_COUNTERS (sizeof COUNTERS / sizeof *COUNTERS)

static void save_counters(struct ws_json *j, const struct ws_counts *counts)
{
    for (size_t i = 0; i < N_COUNTERS; i++) {
        const struct counter *c = &COUNTERS[i];
        ws_json_put_cstr(j, i ? ", " : "{", c->name);
        for (size_t k = 0; k < c->n; k++) {
            uint64_t value;
            memcpy(&value, (const char *)counts + c->at + k * sizeof value, sizeof value);
            ws_json_put_uint(j, k ? "," : ": [", value);
        }
        ws_json_raw(j, "]");
    }
    ws_json_raw(j, "}");
}

static void save_errors(struct ws_json *j, const struct ws_error *list, size_t n)
{
    ws_json_raw(j, "[");
    for (size_t i = 0; i < n; i++) {
        ws_json_put_uint(j, i ? ", {\"code\": " : "{\"code\": ", (uint64_t)list[i].code);
        ws_json_put_uint(j, ", \"offset\": ", list[i].offset);
        ws_json_put_uint(j, ", \"bytes_lost\": ", list[i].bytes_lost);
        ws_json_put_cstr(j, ", \"message\": ", list[i].msg);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, "]");
}

void ws_stats_save(const struct ws_stats *s, struct ws_json *j)
{
    ws_json_raw(j, "{\"counters\": ");
    save_counters(j, &s->counts);
    ws_json_raw(j, ",\n  \"charsets\": [");
    for (size_t i = 0; i < s->n_charsets; i++) {
        ws_json_put_cstr(j, i ? ", [" : "[", s->charsets[i].name);
        ws_json_put_uint(j, ", ", s->charsets[i].articles);
        ws_json_raw(j, "]");
    }
    ws_json_raw(j, "],\n  \"damage\": ");
    save_errors(j, s->damage, s->n_damage);
    ws_json_raw(j, ",\n  \"wrong\": ");
    save_errors(j, s->wrong, s->n_wrong);
    ws_json_put_string(j, ",\n  \"revisits\": ", (struct ws_slice){s->revisits.p, s->revisits.n});
    ws_json_raw(j, "}");
}

/* --- back ------------------------------------------------------------------------------- */

static bool load_counters(struct ws_counts *counts, const json_t *object)
{
    for (size_t i = 0; i < N_COUNTERS; i++) {
        const struct counter *c = &COUNTERS[i];
        const json_t *list = json_object_get(object, c->name);
        if (json_array_size(list) != c->n)
            return false;
        for (size_t k = 0; k < c->n; k++) {
            uint64_t value = (uint64_t)json_integer_value(json_array_get(list, k));
            memcpy((char *)counts + c->at + k * sizeof value, &value, sizeof value);
        }
    }
    return true;
}

static bool load_error(struct ws_error *e, const json_t *object)
{
    uint64_t code;
    const char *message = ws_json_get_text(object, "message");
    *e = (struct ws_error){0};
    if (!message || !ws_json_get_uint(object, "code", &code) || code >= WS_CODE_COUNT ||
        !ws_json_get_uint(object, "offset", &e->offset) ||
        !ws_json_get_uint(object, "bytes_lost", &e->bytes_lost))
        return false;
    e->code = (enum ws_code)code;
    snprintf(e->msg, sizeof e->msg, "%s", message);
    return true;
}

static bool load_errors(struct ws_stats *s, const json_t *list,
                        void (*add)(struct ws_stats *s, const struct ws_error *e))
{
    struct ws_error e;
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!load_error(&e, json_array_get(list, i)))
            return false;
        add(s, &e);
    }
    return json_is_array(list);
}

static bool load_charsets(struct ws_stats *s, const json_t *list)
{
    size_t n = json_array_size(list);
    if (!json_is_array(list) || n > WS_CHARSETS_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *pair = json_array_get(list, i);
        const char *name = json_string_value(json_array_get(pair, 0));
        if (!name)
            return false;
        snprintf(s->charsets[i].name, sizeof s->charsets[i].name, "%s", name);
        s->charsets[i].articles = (uint64_t)json_integer_value(json_array_get(pair, 1));
    }
    s->n_charsets = n;
    return true;
}

bool ws_stats_load(struct ws_stats *s, const json_t *object)
{
    const json_t *revisits = json_object_get(object, "revisits");
    ws_stats_clear(s);
    return load_counters(&s->counts, json_object_get(object, "counters")) &&
           load_charsets(s, json_object_get(object, "charsets")) &&
           load_errors(s, json_object_get(object, "damage"), ws_stats_list_damage) &&
           load_errors(s, json_object_get(object, "wrong"), ws_stats_list_wrong) &&
           json_is_string(revisits) &&
           ws_buf_append(&s->revisits, json_string_value(revisits),
                         json_string_length(revisits));
}
