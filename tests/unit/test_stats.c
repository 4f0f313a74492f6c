/* Counts, and the text of a stats file. */
#include "pipeline/output/stats.h"
#include "tests/tap.h"

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
    struct ws_shard_info shard = {.name = name, .articles = 2, .bytes = 70, .plain_bytes = 300};
    struct ws_shards shards = {.place = &place, .name = "a", .list = &shard, .n = 1};
    struct ws_stats_about about = {.path = "in/a.warc.gz",
                                   .is_file = true,
                                   .size = 1000,
                                   .mtime = 86399,
                                   .bytes_in = 999,
                                   .options = &o,
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
        "\"1970-01-01T23:59:59Z\"}",
        "\"bytes_in\": 999",
        "\"record_count\": 2",
        "\"records\": {\n    \"response\": 2\n  }",
        "\"outcomes\": {\n    \"article\": 2,\n    \"type\": 0,",
        "\"charsets\": {\n    \"gbk\": 1,\n    \"utf-8\": 1\n  }",
        "\"warnings\": {}",
        "\"places\": 1,\n    \"bytes_lost\": 7",
        "{\"code\": \"garbage\", \"offset\": 5, \"bytes_lost\": 7, \"message\": \"bytes "
        "\\\"between\\\"\"}",
        "{\"name\": \"a.jsonl.gz\", \"articles\": 2, \"bytes\": 70, \"plain_bytes\": 300}",
    };
    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++)
        if (!OK(strstr((const char *)out.p, WANT[i]) != NULL, "it says %.*s",
                (int)strcspn(WANT[i], "\n"), WANT[i]))
            tap_show("in", out.p, out.n);
    ws_buf_release(&out);
    ws_stats_release(&s);
}

/* The value of "options_hash", copied; empty when there is none. */
static void hash_with(const struct ws_sift_options *o, char hash[17])
{
    struct ws_stats s;
    struct ws_buf out;
    struct ws_shard_place place = {.dir_fd = -1, .compress = o->compress};
    struct ws_shards shards = {.place = &place, .name = "a"};
    struct ws_stats_about about = {.path = "-", .options = o, .shards = &shards};
    static const char KEY[] = "\"options_hash\": \"";
    ws_stats_init(&s, 1);
    ws_buf_init(&out, 100000);
    hash[0] = '\0';
    if (ws_stats_render(&s, &about, &out) && ws_buf_append(&out, "", 1)) {
        const char *at = strstr((const char *)out.p, KEY);
        snprintf(hash, 17, "%.16s", at ? at + sizeof KEY - 1 : "");
    }
    ws_buf_release(&out);
}

static void test_options_hash(void)
{
    char a[17], b[17], c[17], d[17], e[17], f[17];
    struct ws_sift_options o;
    ws_sift_options_init(&o);
    o.compress = WS_COMPRESS_GZIP;
    hash_with(&o, a);
    o.threads = 7;
    hash_with(&o, b);
    o.statuses = "2xx";
    hash_with(&o, c);
    o.compress = WS_COMPRESS_NONE;
    hash_with(&o, d);
    o.extract.favor = WS_FAVOR_RECALL;
    hash_with(&o, e);
    o.extract.drop_roles = WS_ROLE_BIT(WS_ROLE_CAPTION);
    hash_with(&o, f);
    OK(strlen(a) == 16, "the options have a hash");
    IS_STR(b, a, "threads do not change it");
    OK(strcmp(c, a) != 0 && strcmp(d, c) != 0 && strcmp(e, d) != 0 && strcmp(f, e) != 0,
       "what changes the output does");
}

int main(void)
{
    test_names();
    test_add();
    test_render();
    test_options_hash();
    return tap_done();
}
