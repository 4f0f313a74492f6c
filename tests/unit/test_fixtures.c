/* Reads the archives of ../shared/warc (WS_SHARED): real fixtures of other projects, which must
 * neither crash nor hang the reader, and made ones, of which it is known what must come out. */
#include "tests/tap.h"
#include "tests/unit/load.h"
#include "warcsift/archive.h"

#include <dirent.h>
#include <sys/stat.h>

static struct ws_http_decoder *dec;
static char root[800];

static size_t payload(const struct ws_record *rec, struct ws_slice block)
{
    struct ws_http http;
    struct ws_slice body;
    struct ws_error err;
    if (rec->type != WS_REC_RESPONSE)
        return block.n;
    if (ws_http_parse(dec, block, &http, &err) != WS_OK)
        return 0;
    enum ws_status st = ws_http_body(dec, &http, &body, &err);
    return st == WS_OK || st == WS_WARN ? body.n : 0;
}

/* Reads path to its end. ids (may be NULL): the ids of all records that came out, each with its
 * payload length:
 * "<id> 123\n". */
static enum ws_status read_all(const char *path, struct ws_buf *ids)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    enum ws_status st = ws_archive_open(path, NULL, &a, NULL);
    if (st != WS_OK)
        return st;
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
        if (st == WS_SKIP || ws_archive_block(a, &rec, &block) != WS_OK)
            continue;
        size_t n = payload(&rec, block);
        if (ids && rec.id.n) {
            put(ids, rec.id.p, rec.id.n);
            put_fmt(ids, " %zu\n", n);
        }
    }
    ws_archive_close(a);
    return st;
}

static void test_files(const char *dir)
{
    char path[2000];
    snprintf(path, sizeof path, "%s/%s", root, dir);
    DIR *d = opendir(path);
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", root, dir, e->d_name);
        (void)read_all(path, NULL);
        n++;
    }
    if (d)
        closedir(d);
    OK(n > 0, "%d files of %s read to their ends", n, dir);
}

/* Takes the next "..." of a JSON text (no escapes in these files) off *p; stops at end. */
static bool next_string(const char **p, const char *end, char *out, size_t cap)
{
    const char *a = strchr(*p, '"');
    const char *b = a ? strchr(a + 1, '"') : NULL;
    if (!b || b >= end || (size_t)(b - a) > cap)
        return false;
    memcpy(out, a + 1, (size_t)(b - a) - 1);
    out[b - a - 1] = '\0';
    *p = b + 1;
    return true;
}

/* How many ids of the JSON list at p came out; *of: how many there are. */
static int count_out(const char *p, const char *end, const char *out, int *of)
{
    char id[200];
    int n = 0;
    for (*of = 0; next_string(&p, end, id, sizeof id); (*of)++)
        n += strstr(out, id) != NULL;
    return n;
}

/* {"FILE": {"whole": [ids], "may_be_lost": [ids]}, ...} */
static void test_damage(void)
{
    char path[2000], name[200];
    snprintf(path, sizeof path, "%s/derived/damage.json", root);
    char *json = load(path);
    int all = 0, all_of = 0, of;
    const char *p = json;
    while (p && next_string(&p, p + strlen(p), name, sizeof name)) {
        const char *list = strchr(p, '['), *end = list ? strchr(list, ']') : NULL;
        const char *done = end ? strchr(end, '}') : NULL;
        if (!done)
            break;
        struct ws_buf ids = {0};
        snprintf(path, sizeof path, "%s/derived/%s", root, name);
        p = done;
#ifndef WS_HAVE_ZSTD
        if (strstr(name, ".zst")) {
            OK(read_all(path, NULL) == WS_FATAL, "%s is refused", name);
            continue;
        }
#endif
        OK(read_all(path, &ids) == WS_EOF, "%s is read to its end", name);
        put(&ids, "", 1);
        int n = count_out(list, end, (char *)ids.p, &of);
        /* Half of a whole-file member gives 340833 plain bytes; the sixteenth record ends at
         * 344865. */
        int cut = strcmp(name, "damage-whole-file-cut.warc.gz") == 0;
        OK(n == of - cut, "%s: %d of %d records survive", name, n, of);
        all += n;
        all_of += of;
        ws_buf_release(&ids);
    }
#ifdef WS_HAVE_ZSTD
    const int expected = 939;
#else
    const int expected = 819;
#endif
    OK(all_of == expected && all == expected - 1, "damage: %d of %d records survive", all,
       all_of);
    free(json);
}

/* A small file that inflates to one huge record: passed over. */
static void test_huge_record(void)
{
    char path[2000];
    struct ws_buf ids = {0};
    snprintf(path, sizeof path, "%s/files/CDX-Writer__giant_html.warc.gz", root);
    OK(read_all(path, &ids) == WS_EOF && ids.n == 0, "a record over the limit is passed over");
    ws_buf_release(&ids);
}

int main(void)
{
    const char *shared = getenv("WS_SHARED");
    struct stat st;
    snprintf(root, sizeof root, "%s/warc", shared ? shared : "../shared");
    if (stat(root, &st) != 0) {
        tap_skip("no ../shared/warc here (WS_SHARED)");
        return tap_done();
    }
    dec = ws_http_decoder_new(NULL);
    test_files("files");
    test_files("derived");
    test_damage();
    test_huge_record();
    ws_http_decoder_free(dec);
    return tap_done();
}
