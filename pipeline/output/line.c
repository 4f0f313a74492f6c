#include "pipeline/output/line.h"
#include "pipeline/extract/dates/date.h"
#include "pipeline/output/json.h"

#include <stdio.h>
#include <string.h>

struct ws_slice ws_bare_id(struct ws_slice id)
{
    static const char URN[] = "urn:uuid:";
    const size_t n_urn = sizeof URN - 1;
    if (id.n >= 2 && id.p[0] == '<' && id.p[id.n - 1] == '>')
        id = (struct ws_slice){id.p + 1, id.n - 2};
    if (id.n >= n_urn && memcmp(id.p, URN, n_urn) == 0)
        id = (struct ws_slice){id.p + n_urn, id.n - n_urn};
    return id;
}

/* From 0 to 1, in ten-thousandths: "0.0", "0.99", "0.9876". */
static void key_score(struct ws_json *j, const char *key, double value)
{
    char text[8];
    unsigned n = (unsigned)(value * 10000 + 0.5);
    snprintf(text, sizeof text, "%u.%04u", n / 10000 % 10, n % 10000);
    for (size_t i = 5; i > 2 && text[i] == '0'; i--)
        text[i] = '\0';
    ws_json_raw(j, key);
    ws_json_raw(j, text);
}

static void key_date(struct ws_json *j, const char *key, struct ws_slice value)
{
    ws_json_raw(j, key);
    if (value.n)
        ws_json_string(j, value);
    else
        ws_json_raw(j, "null");
}

static void put_block(struct ws_json *j, const struct ws_text_block *b)
{
    ws_json_put_cstr(j, "{\"role\":", ws_role_name(b->role));
    ws_json_put_uint(j, ",\"start\":", b->start);
    ws_json_put_uint(j, ",\"end\":", b->end);
    ws_json_raw(j, b->lenient ? ",\"lenient\":true}" : ",\"lenient\":false}");
}

static void put_blocks(struct ws_json *j, const struct ws_article *art)
{
    ws_json_raw(j, ",\"blocks\":[");
    for (size_t i = 0; i < art->n_blocks; i++) {
        ws_json_raw(j, i ? "," : "");
        put_block(j, &art->blocks[i]);
    }
    ws_json_raw(j, "]");
}

static void put_language(struct ws_json *j, const struct ws_crawl_language *l)
{
    ws_json_put_string(j, "{\"code\":", l->code);
    ws_json_raw(j, ",\"covered\":");
    if (l->covered.n)
        ws_json_verbatim(j, l->covered);
    else
        ws_json_raw(j, "null");
    ws_json_raw(j, "}");
}

static void put_crawl(struct ws_json *j, const struct ws_crawl *c)
{
    ws_json_put_string(j, ",\"crawl_charset\":", c->charset);
    ws_json_raw(j, ",\"crawl_languages\":[");
    for (size_t i = 0; i < c->n_languages; i++) {
        ws_json_raw(j, i ? "," : "");
        put_language(j, &c->languages[i]);
    }
    ws_json_raw(j, c->reliable ? "],\"crawl_reliable\":true" : "],\"crawl_reliable\":false");
}

/* --- layouts: what stands above the facts about an article, and the first of these ---------- */

/* As Dolma's toolkit writes times; "" when there is none, for its reader wants a string. */
static void key_dolma_time(struct ws_json *j, const char *key, struct ws_slice date)
{
    char utc[WS_DATE_LEN];
    ws_json_raw(j, key);
    if (ws_date_normalise(date, utc)) {
        ws_json_raw(j, "\"");
        ws_json_verbatim(j, (struct ws_slice){(const uint8_t *)utc, WS_DATE_LEN - 1});
        ws_json_raw(j, ".000Z\"");
    } else {
        ws_json_raw(j, "\"\"");
    }
}

static void begin_dolma(struct ws_json *j, const struct ws_layout *layout,
                        const struct ws_origin *from, const struct ws_article *art)
{
    ws_json_put_string(j, "{\"id\":", ws_bare_id(from->id));
    ws_json_put_string(j, ",\"text\":", art->text);
    ws_json_put_cstr(j, ",\"source\":", layout->source_name ? layout->source_name : from->source);
    key_dolma_time(j, ",\"added\":", from->date);
    key_dolma_time(j, ",\"created\":", art->published.n ? art->published : from->date);
    ws_json_put_string(j, ",\"metadata\":{\"url\":", from->url);
}

static void begin(struct ws_json *j, const struct ws_layout *layout,
                  const struct ws_origin *from, const struct ws_article *art)
{
    switch (layout->schema) {
    case WS_SCHEMA_FLAT:
        ws_json_put_string(j, "{\"id\":", ws_bare_id(from->id));
        ws_json_put_string(j, ",\"url\":", from->url);
        break;
    case WS_SCHEMA_DATATROVE:
        ws_json_put_string(j, "{\"text\":", art->text);
        ws_json_put_string(j, ",\"id\":", ws_bare_id(from->id));
        ws_json_put_string(j, ",\"metadata\":{\"url\":", from->url);
        break;
    case WS_SCHEMA_DOLMA:
        begin_dolma(j, layout, from, art);
        break;
    }
}

static void put(struct ws_json *j, const struct ws_layout *layout, const struct ws_origin *from,
                const struct ws_article *art)
{
    begin(j, layout, from, art);
    ws_json_put_string(j, ",\"title\":", art->title);
    if (layout->schema == WS_SCHEMA_FLAT)
        ws_json_put_string(j, ",\"text\":", art->text);
    key_date(j, ",\"date\":", from->date);
    ws_json_put_string(j, ",\"language\":", art->language);
    key_score(j, ",\"language_score\":", art->language_score);
    ws_json_put_cstr(j, ",\"source\":", from->source);
    ws_json_put_string(j, ",\"author\":", art->author);
    ws_json_put_string(j, ",\"published\":", art->published);
    ws_json_put_string(j, ",\"modified\":", art->modified);
    ws_json_put_string(j, ",\"site\":", art->site);
    ws_json_put_string(j, ",\"description\":", art->description);
    ws_json_put_string(j, ",\"canonical_url\":", art->canonical);
    ws_json_put_string(j, ",\"license\":", art->license);
    ws_json_put_string(j, ",\"section\":", art->section);
    ws_json_raw(j, ",\"tags\":");
    ws_json_joined(j, art->tags, art->n_tags);
    ws_json_put_string(j, ",\"image\":", art->image);
    ws_json_put_uint(j, ",\"offset\":", from->offset);
    ws_json_put_uint(j, ",\"length\":", from->length);
    ws_json_put_string(j, ",\"digest\":", from->digest);
    ws_json_put_string(j, ",\"content_type\":", from->content_type);
    ws_json_put_uint(j, ",\"status\":", (uint64_t)(from->status > 0 ? from->status : 0));
    ws_json_put_cstr(j, ",\"charset\":", art->charset);
    ws_json_put_cstr(j, ",\"charset_source\":", ws_charset_source_name(art->charset_source));
    ws_json_put_string(j, ",\"truncated\":", from->truncated);
    ws_json_put_cstr(j, ",\"record_type\":",
                     from->type == WS_REC_UNKNOWN ? "" : ws_record_type_name(from->type));
    ws_json_verbatim(j, from->members);
    if (from->crawl)
        put_crawl(j, from->crawl);
    if (art->blocks)
        put_blocks(j, art);
    ws_json_raw(j, layout->schema == WS_SCHEMA_FLAT ? "}\n" : "}}\n");
}

bool ws_line_append(struct ws_buf *out, const struct ws_layout *layout,
                    const struct ws_origin *from, const struct ws_article *art)
{
    size_t before = out->n;
    struct ws_json j = {.out = out, .ok = true};
    put(&j, layout, from, art);
    if (!j.ok)
        out->n = before;
    return j.ok;
}
