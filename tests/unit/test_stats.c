/* Counts, and the text of a stats file. */
#include "pipeline/output/stats.h"
#include "tests/tap.h"

#include <stdlib.h>

static const struct ws_article UTF8 = {.charset = "utf-8", .charset_source = WS_CHARSET_HTTP};
static const struct ws_article GBK = {.charset = "gbk", .charset_source = WS_CHARSET_META};

static void test_names(void)
{
    bool all = true;
    for (int i = 0; i < WS_OUT_COUNT; i++)
        all =
            all && ws_outcome_name((enum ws_outcome)i) && *ws_outcome_name((enum ws_outcome)i);
    OK(all, "every outcome has a name");
    IS_STR(ws_outcome_name(WS_OUT_NOT_HTML), "not_html", "a name");
}

static void add_damage(struct ws_stats *s, uint64_t offset, uint64_t lost)
{
    struct ws_error e;
    ws_error_set(&e, WS_E_GARBAGE, offset, "bytes \"between\"");
    e.bytes_lost = lost;
    ws_stats_damage(s, &e);
}

static void test_add(void)
{
    struct ws_stats sum, part;
    ws_stats_init(&sum, 3);
    ws_stats_init(&part, 100);
    for (int round = 0; round < 2; round++) {
        ws_stats_clear(&part);
        ws_stats_record(&part, WS_REC_RESPONSE, WS_OUT_ARTICLE);
        ws_stats_article(&part, round ? &GBK : &UTF8);
        ws_stats_record(&part, WS_REC_REQUEST, WS_OUT_TYPE);
        add_damage(&part, 10, 1);
        add_damage(&part, 20, 2);
        ws_stats_add(&sum, &part);
    }
    IS_INT(ws_counts_records(&sum.counts), 4, "records of both parts");
    IS_INT(sum.counts.outcomes[WS_OUT_ARTICLE], 2, "outcomes of both parts");
    IS_INT(sum.counts.charset_sources[WS_CHARSET_META], 1, "charset sources");
    IS_INT(sum.n_charsets, 2, "charsets");
    OK(sum.counts.damage == 4 && sum.counts.damage_bytes == 6, "all damage is counted");
    OK(sum.n_damage == 3 && sum.damage[2].offset == 10, "and listed up to the limit, in order");
    ws_stats_release(&sum);
    ws_stats_release(&part);
}

static void test_render(void)
{
    struct ws_stats s;
    struct ws_buf out;
    struct ws_sift_options o;
    ws_sift_options_init(&o);
    struct ws_shard_place place = {.dir_fd = -1, .compress = WS_COMPRESS_GZIP};
    char name[] = "a.jsonl.gz";
    struct ws_shard_info shard = {.name = name, .articles = 2, .bytes = 70, .plain_bytes = 300, .sha256 = "ab"};
    struct ws_shards shards = {.place = &place, .name = "a", .list = &shard, .n = 1};
    char text[] = "status=200";
    struct ws_options_text options = {.text = text, .hash = "sha256:0f"};
    struct ws_stats_about about = {.input = {.path = "in/a.warc.gz",
                                             .is_file = true,
                                             .size = 1000,
                                             .mtime = 86399,
                                             .mtime_ns = 7},
                                   .bytes_in = 999,
                                   .options = &o,
                                   .options_text = &options,
                                   .shards = &shards};
    ws_stats_init(&s, 100);
    ws_stats_record(&s, WS_REC_RESPONSE, WS_OUT_ARTICLE);
    ws_stats_record(&s, WS_REC_RESPONSE, WS_OUT_ARTICLE);
    ws_stats_article(&s, &UTF8);
    ws_stats_article(&s, &GBK);
    add_damage(&s, 5, 7);
    ws_buf_init(&out, 100000);
    OK(ws_stats_render(&s, &about, &out), "rendered");
    out.p[out.n - 1] = '\0';
    static const char *const WANT[] = {
        "\"input\": {\"path\": \"in/a.warc.gz\", \"size\": 1000, \"mtime\": "
        "\"1970-01-01T23:59:59.000000007Z\", \"etag\": null}",
        "\"options\": \"status=200\",\n  \"options_hash\": \"sha256:0f\"",
        "\"bytes_in\": 999",
        "\"record_count\": 2",
        "\"records\": {\n    \"response\": 2\n  }",
        "\"outcomes\": {\n    \"article\": 2,\n    \"type\": 0,",
        "\"charsets\": {\n    \"gbk\": 1,\n    \"utf-8\": 1\n  }",
        "\"warnings\": {}",
        "\"places\": 1,\n    \"bytes_lost\": 7",
        "{\"code\": \"garbage\", \"offset\": 5, \"bytes_lost\": 7, \"message\": \"bytes "
        "\\\"between\\\"\"}",
        "{\"name\": \"a.jsonl.gz\", \"articles\": 2, \"bytes\": 70, \"plain_bytes\": 300, "
        "\"sha256\": \"ab\"}",
    };
    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++)
        if (!OK(strstr((const char *)out.p, WANT[i]) != NULL, "it says %.*s",
                (int)strcspn(WANT[i], "\n"), WANT[i]))
            tap_show("in", out.p, out.n);
    ws_buf_release(&out);
    ws_stats_release(&s);
}

/* Copied. */
static void hash_with(const struct ws_sift_options *o, const char *patterns,
                      char hash[WS_OPTIONS_HASH])
{
    struct ws_options_text text;
    if (ws_options_text_init(&text, o, patterns, "", NULL))
        memcpy(hash, text.hash, WS_OPTIONS_HASH);
    else
        hash[0] = '\0';
    free(text.text);
}

static void test_options_hash(void)
{
    char hash[20][WS_OPTIONS_HASH];
    size_t n = 0;
    struct ws_sift_options o;
    ws_sift_options_init(&o);
    o.compress = WS_COMPRESS_GZIP;
    hash_with(&o, "", hash[n++]);
    OK(strlen(hash[0]) == WS_OPTIONS_HASH - 1 && strncmp(hash[0], "sha256:", 7) == 0,
       "the options have a hash");
    o.threads = 7;
    hash_with(&o, "", hash[n]);
    IS_STR(hash[n], hash[0], "threads do not change it");
    o.statuses = "2xx";
    hash_with(&o, "", hash[n++]);
    o.compress = WS_COMPRESS_NONE;
    hash_with(&o, "", hash[n++]);
    o.extract.favor = WS_FAVOR_RECALL;
    hash_with(&o, "", hash[n++]);
    o.extract.drop_roles = WS_ROLE_BIT(WS_ROLE_CAPTION);
    hash_with(&o, "", hash[n++]);
    o.filter.mimes = "text/html";
    hash_with(&o, "", hash[n++]);
    o.filter.min_length = 7;
    hash_with(&o, "", hash[n++]);
    o.filter.max_length = 700;
    hash_with(&o, "", hash[n++]);
    hash_with(&o, " url-include=x", hash[n++]);
    o.filter.since = "2024";
    hash_with(&o, "", hash[n++]);
    o.filter.until = "2024";
    hash_with(&o, "", hash[n++]);
    o.filter.skip_truncated = true;
    hash_with(&o, "", hash[n++]);
    o.use_crawl_metadata = true;
    hash_with(&o, "", hash[n++]);
    o.extract.max_blocks = 77;
    hash_with(&o, "", hash[n++]);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            OK(strcmp(hash[i], hash[k]) != 0, "what changes the output does: %zu, %zu", i, k);
}

/* Adds a revisit record with that offset to s. */
static void add_revisit(struct ws_stats *s, uint64_t offset, const char *refers_to_url)
{
    const struct ws_field fields[] = {
        {SLICE("WARC-Profile"), SLICE("http://profile/")},
        {SLICE("WARC-Refers-To-Target-URI"),
         {(const uint8_t *)refers_to_url, strlen(refers_to_url)}},
        {SLICE("WARC-Refers-To-Date"), SLICE("2020-01-01T00:00:00Z")},
    };
    struct ws_record rec = {.type = WS_REC_REVISIT,
                            .id = SLICE("<urn:uuid:r>"),
                            .target_uri = SLICE("http://a/\n"),
                            .offset = offset,
                            .fields = fields,
                            .n_fields = 3};
    ws_stats_record(s, WS_REC_REVISIT, WS_OUT_TYPE);
    ws_stats_revisit(s, &rec, true);
}

static void test_revisits(void)
{
    struct ws_stats part, sum;
    struct ws_buf out;
    struct ws_sift_options o;
    ws_sift_options_init(&o);
    o.list_revisits = true;
    struct ws_shard_place place = {.dir_fd = -1};
    struct ws_shards shards = {.place = &place, .name = "a"};
    char text[] = "list_revisits";
    struct ws_options_text options = {.text = text};
    struct ws_stats_about about = {
        .input.path = "-", .options = &o, .options_text = &options, .shards = &shards};
    ws_stats_init(&part, 1);
    ws_stats_init(&sum, 1);
    add_revisit(&part, 5, "<http://b/>");
    add_revisit(&part, 6, "");
    ws_stats_add(&sum, &part);
    ws_stats_clear(&part);
    add_revisit(&part, 7, "c:");
    ws_stats_add(&sum, &part);
    IS_INT(sum.counts.revisits.with_url, 2, "those that name an address");
    IS_INT(sum.counts.revisits.with_id, 0, "a record");
    IS_INT(sum.counts.revisits.with_date, 3, "a date");
    ws_buf_init(&out, 100000);
    OK(ws_stats_render(&sum, &about, &out) && ws_buf_append(&out, "", 1), "rendered");
    static const char WANT[] =
        "\"revisits\": {\"with_id\": 0, \"with_url\": 2, \"with_date\": 3, \"unlisted\": 0, "
        "\"list\": [\n    {\"offset\": 5, \"id\": \"r\", \"url\": \"http://a/\\n\", \"date\": "
        "\"\", \"digest\": \"\", \"profile\": \"http://profile/\", \"refers_to\": \"\", "
        "\"refers_to_url\": \"http://b/\", \"refers_to_date\": \"2020-01-01T00:00:00Z\"},\n    "
        "{\"offset\": 6, ";
    if (!OK(strstr((const char *)out.p, WANT) != NULL, "the list"))
        tap_show("in", out.p, out.n);
    ws_buf_release(&out);

    sum.revisits.max = sum.revisits.n + 300; /* a list that is nearly full */
    for (int i = 0; i < 3; i++)
        add_revisit(&part, 8, i == 1 ? "a much longer address that has no room" : "d:");
    ws_stats_add(&sum, &part);
    IS_INT(sum.counts.revisits.unlisted, 3, "what has no room is counted, and all behind it");
    ws_stats_release(&sum);
    ws_stats_release(&part);
}

/* What a checkpoint keeps: a stats file made of it is the same. */
static void test_saved(void)
{
    struct ws_stats s, back;
    struct ws_buf saved, again;
    struct ws_json j = {.out = &saved, .ok = true}, j2 = {.out = &again, .ok = true};
    ws_stats_init(&s, WS_DAMAGE_LISTED);
    ws_stats_init(&back, WS_DAMAGE_LISTED);
    ws_buf_init(&saved, 100000);
    ws_buf_init(&again, 100000);
    uint64_t *counts = (uint64_t *)&s.counts;
    for (size_t i = 0; i < sizeof s.counts / sizeof *counts; i++)
        counts[i] = 1000 + i;
    ws_stats_article(&s, &UTF8);
    ws_stats_article(&s, &GBK);
    add_damage(&s, UINT64_MAX / 4, 7);
    ws_stats_digests(&s, WS_DIGEST_WRONG, WS_DIGEST_OK, 77);
    add_revisit(&s, 5, "<http://b/\\\n>");
    ws_stats_save(&s, &j);
    json_t *object = json_loadb((const char *)saved.p, saved.n, 0, NULL);
    OK(j.ok && object && ws_stats_load(&back, object), "counts are saved and read back");
    ws_stats_save(&back, &j2);
    OK(memcmp(&back.counts, &s.counts, sizeof s.counts) == 0, "each of them");
    OK(saved.n == again.n && memcmp(saved.p, again.p, saved.n) == 0,
       "charsets, damage, wrong digests, revisits");
    OK(back.n_damage == 1 && back.n_wrong == 1 && back.revisits.n == s.revisits.n, "all of them");
    json_array_append_new(json_object_get(json_object_get(object, "counters"), "outcomes"),
                          json_integer(1));
    OK(!ws_stats_load(&back, object), "not with another number of outcomes");
    json_decref(object);
    ws_buf_release(&saved);
    ws_buf_release(&again);
    ws_stats_release(&s);
    ws_stats_release(&back);
}

static void test_segments(void)
{
    struct ws_stats s;
    struct ws_record rec = {
        .type = WS_REC_RESPONSE, .segment = WS_SEGMENT_JOINED, .n_segments = 3};
    ws_stats_init(&s, 1);
    ws_stats_segment(&s, &rec);
    IS_INT(s.counts.segments[WS_SEGMENT_JOINED], 1, "a joined record");
    IS_INT(s.counts.records[WS_REC_CONTINUATION], 2, "its continuations were seen");
    IS_INT(s.counts.outcomes[WS_OUT_SEGMENT], 2, "and have an outcome");
    ws_stats_release(&s);
}

int main(void)
{
    test_names();
    test_add();
    test_render();
    test_options_hash();
    test_revisits();
    test_saved();
    test_segments();
    return tap_done();
}
