#include "pipeline/commands/extract.h"
#include "pipeline/corpus/corpus.h"
#include "pipeline/extract/dates/date.h"
#include "pipeline/output/line.h"
#include "pipeline/output/outfile.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static int fail(int code, const char *subject, const char *message)
{
    fprintf(stderr, "warcsift: %s: %s\n", subject, message);
    return code;
}

/* The whole of fd. false: err says why. */
static bool read_all(int fd, struct ws_buf *page, struct ws_error *err)
{
    char reason[80];
    for (;;) {
        if (!ws_buf_reserve(page, 1 << 16)) {
            ws_error_set(err, WS_E_LIMIT, 0, "the page is over %zu bytes", page->max);
            return false;
        }
        ssize_t n = read(fd, page->p + page->n, 1 << 16);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            ws_error_set(err, WS_E_IO, 0, "%s", ws_reason(errno, reason, sizeof reason));
        if (n <= 0)
            return n == 0;
        page->n += (size_t)n;
    }
}

static bool read_page(const char *path, struct ws_buf *page, struct ws_error *err)
{
    char reason[80];
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        ws_error_set(err, WS_E_IO, 0, "%s", ws_reason(errno, reason, sizeof reason));
        return false;
    }
    bool ok = read_all(fd, page, err);
    if (!is_stdin)
        close(fd);
    return ok;
}

/* The text with a newline, or the line of a shard. false: no memory. */
static bool render(const struct ws_cli *cli, const char *path, const struct ws_article *art,
                   struct ws_slice members, struct ws_buf *out)
{
    const char *slash = strrchr(path, '/');
    char date[WS_DATE_LEN];
    bool dated = ws_date_normalise(ws_slice_of(cli->date), date);
    struct ws_origin from = {
        .url = ws_slice_of(cli->url),
        .date = {(const uint8_t *)date, dated ? sizeof date : 0},
        .source = strcmp(path, "-") == 0 ? "stdin"
                  : slash                ? slash + 1
                                         : path,
        .members = members,
    };
    if (cli->format == WS_FORMAT_JSON)
        return ws_line_append(out, &cli->sift.layout, &from, art);
    return art->text.n == 0 ||
           (ws_buf_append(out, art->text.p, art->text.n) && ws_buf_append(out, "\n", 1));
}

/* When the page was fetched: as told, or now at the latest. */
static struct ws_slice fetched(const struct ws_cli *cli, char now[WS_DATE_LEN + 1])
{
    time_t t = time(NULL);
    struct tm utc;
    size_t n =
        gmtime_r(&t, &utc) ? strftime(now, WS_DATE_LEN + 1, "%Y-%m-%dT%H:%M:%SZ", &utc) : 0;
    return *cli->date ? ws_slice_of(cli->date) : (struct ws_slice){(const uint8_t *)now, n};
}

/* What the corpus stage finds out about art, as in a shard. false: no memory. */
static bool judge(const struct ws_cli *cli, struct ws_article *art, struct ws_corpus_judge *j,
                  struct ws_buf *members)
{
    const struct ws_record record = {.target_uri = ws_slice_of(cli->url)};
    struct ws_document d = {.record = &record,
                            .article = art,
                            .plain = art->plain.p ? art->plain : art->text,
                            .members = members};
    return ws_corpus_judge(j, &d) != WS_FATAL;
}

static int extract(const struct ws_cli *cli, const char *path, struct ws_slice bytes,
                   const struct ws_corpus *corpus, struct ws_buf *out)
{
    char now[WS_DATE_LEN + 1];
    struct ws_page page = {
        .bytes = bytes, .url = ws_slice_of(cli->url), .fetched = fetched(cli, now)};
    struct ws_extract_options o = cli->sift.extract;
    struct ws_article art;
    struct ws_error err;
    struct ws_buf members;
    ws_buf_init(&members, 1 << 20);
    o.plain_too = cli->format == WS_FORMAT_JSON;
    ws_extract_global_init();
    struct ws_extractor *x = ws_extractor_new(&o);
    struct ws_corpus_judge *j = ws_corpus_judge_new(corpus);
    int code = WS_SIFT_OK;
    if (!x || !j)
        code = fail(WS_SIFT_LOST, path, "out of memory");
    else if (ws_extract(x, &page, &art, &err) != WS_OK)
        code = fail(WS_SIFT_LOST, path, err.msg);
    else if (!judge(cli, &art, j, &members) ||
             !render(cli, path, &art, (struct ws_slice){members.p, members.n}, out))
        code = fail(WS_SIFT_LOST, path, "out of memory");
    else if (ws_write_all(STDOUT_FILENO, out->p, out->n, "standard output", &err) != WS_OK)
        code = err.sys_errno == EPIPE ? WS_SIFT_OUTPUT : fail(WS_SIFT_OUTPUT, "-", err.msg);
    ws_corpus_judge_free(j);
    ws_extractor_free(x);
    ws_buf_release(&members);
    return code;
}

/* The page in path, with the lists and models of corpus. */
static int extract_file(const struct ws_cli *cli, const char *path, const struct ws_corpus *corpus)
{
    struct ws_buf page, out;
    struct ws_error err;
    ws_buf_init(&page, cli->sift.extract.max_page_bytes + (1 << 16));
    ws_buf_init(&out, 8 * page.max);
    int code = read_page(path, &page, &err)
                   ? extract(cli, path, (struct ws_slice){page.p, page.n}, corpus, &out)
                   : fail(WS_SIFT_LOST, path, err.msg);
    ws_buf_release(&page);
    ws_buf_release(&out);
    return code;
}

int ws_extract_command(const struct ws_cli *cli)
{
    struct ws_corpus corpus;
    char msg[1000];
    if (cli->n_args > 1)
        return fail(WS_SIFT_USAGE, cli->args[1], "one page at a time");
    int code = ws_corpus_init(&corpus, &cli->sift.corpus, msg, sizeof msg)
                   ? extract_file(cli, cli->n_args ? cli->args[0] : "-", &corpus)
                   : fail(WS_SIFT_USAGE, "extract", msg);
    ws_corpus_release(&corpus);
    return code;
}
