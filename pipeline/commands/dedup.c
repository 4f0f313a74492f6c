#include "pipeline/commands/dedup.h"
#include "pipeline/commands/out_dir.h"
#include "pipeline/commands/report.h"
#include "pipeline/input/list.h"
#include "pipeline/output/json.h"
#include "pipeline/output/outfile.h"
#include "pipeline/output/reason.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_MAX ((size_t)1 << 30)

/* --- which shards --------------------------------------------------------------------- */

struct inputs {
    struct ws_names paths;
    char msg[1000];
};

static bool fail(struct inputs *in, const char *path, const char *what)
{
    snprintf(in->msg, sizeof in->msg, "%.800s: %s", path, what);
    return false;
}

static bool is_shard_name(const char *name)
{
    static const char *const ENDS[] = {".jsonl", ".jsonl.gz", ".jsonl.zst"};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (n > strlen(ENDS[i]) && strcmp(name + n - strlen(ENDS[i]), ENDS[i]) == 0)
            return true;
    return false;
}

static bool add_path(struct inputs *in, const char *dir, const char *name)
{
    char path[4096];
    int n = dir ? snprintf(path, sizeof path, "%s/%s", dir, name) : snprintf(path, sizeof path, "%s", name);
    if (n < 0 || (size_t)n >= sizeof path)
        return fail(in, name, "a path that long is not taken");
    return ws_names_add(&in->paths, path, (size_t)n) || fail(in, name, "out of memory");
}

/* Sorted by bytes. */
static bool add_dir(struct inputs *in, const char *path)
{
    struct ws_names names = {0};
    char reason[80];
    DIR *dir = opendir(path);
    if (!dir)
        return fail(in, path, ws_reason(errno, reason, sizeof reason));
    bool ok = true;
    for (const struct dirent *e; ok && (e = readdir(dir)) != NULL;)
        if (is_shard_name(e->d_name))
            ok = ws_names_add(&names, e->d_name, strlen(e->d_name)) || fail(in, path, "out of memory");
    closedir(dir);
    ws_names_sort(&names);
    for (size_t i = 0; ok && i < names.n; i++)
        ok = add_path(in, path, names.list[i]);
    if (ok && names.n == 0)
        ok = fail(in, path, "a directory without shards (.jsonl, .jsonl.gz, .jsonl.zst)");
    ws_names_release(&names);
    return ok;
}

static bool add_any(struct inputs *in, const char *path)
{
    struct stat about;
    char reason[80];
    if (stat(path, &about) != 0)
        return fail(in, path, ws_reason(errno, reason, sizeof reason));
    return S_ISDIR(about.st_mode) ? add_dir(in, path) : add_path(in, NULL, path);
}

static bool add_list(struct inputs *in, const char *path)
{
    struct ws_buf text;
    struct ws_error err;
    ws_buf_init(&text, LIST_MAX);
    bool ok = ws_list_read(NULL, path, &text, &err) == WS_OK || fail(in, path, err.msg);
    ok = ok && (ws_buf_append(&text, "", 1) || fail(in, path, "out of memory"));
    char *rest = (char *)text.p;
    for (char *line; ok && (line = strtok_r(rest, "\r\n", &rest)) != NULL;)
        ok = add_any(in, line);
    ws_buf_release(&text);
    return ok;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each has to have a name of its own in DIR, and none is replaced by what is left of it. */
static bool check_names(struct inputs *in, const char *out)
{
    struct stat from, to;
    char path[4096 + 300];
    const char **names = calloc(in->paths.n + 1, sizeof *names);
    if (!names)
        return fail(in, out, "out of memory");
    bool ok = true;
    for (size_t i = 0; ok && i < in->paths.n; i++) {
        names[i] = base_name(in->paths.list[i]);
        snprintf(path, sizeof path, "%s/%s", out, names[i]);
        if (stat(in->paths.list[i], &from) == 0 && stat(path, &to) == 0 && from.st_ino == to.st_ino &&
            from.st_dev == to.st_dev)
            ok = fail(in, in->paths.list[i], "it would be replaced: give another directory with -o");
    }
    if (ok)
        qsort(names, in->paths.n, sizeof *names, by_name);
    for (size_t i = 1; ok && i < in->paths.n; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            ok = fail(in, names[i], "two shards have this name");
    free(names);
    return ok;
}

static bool find_shards(struct inputs *in, const struct ws_cli *cli)
{
    for (size_t i = 0; i < cli->n_args; i++) {
        const char *arg = cli->args[i];
        if (*arg == '@' ? !add_list(in, arg + 1) : !add_any(in, arg))
            return false;
    }
    return check_names(in, cli->sift.out);
}

/* --- report --------------------------------------------------------------------------- */

static void count_of(FILE *to, const char *what, uint64_t n, uint64_t of)
{
    ws_report_count(to, what, (size_t)n);
    if (of)
        fprintf(to, "  %.2f %%", 100.0 * (double)n / (double)of);
    fputc('\n', to);
}

static void report(const struct ws_dedup *d, FILE *to)
{
    const struct ws_dedup_sums *s = &d->sums;
    ws_report_count(to, "shards", d->n_shards - (size_t)s->failed_shards);
    fputc('\n', to);
    count_of(to, "documents", s->documents, 0);
    count_of(to, "exact", s->exact, s->documents);
    if (!d->options->exact_only)
        count_of(to, "near", s->near, s->documents);
    count_of(to, "kept", s->documents - s->exact - s->near, s->documents);
    ws_report_count(to, "clusters", (size_t)s->clusters);
    fprintf(to, "  the biggest of %" PRIu64 " documents\n", s->biggest);
    if (s->unsigned_documents)
        fprintf(to, "  %" PRIu64 " documents of fewer than %d words are compared exactly only\n", s->unsigned_documents,
                WS_MINHASH_WORDS);
}

static void put_options(struct ws_json *j, const struct ws_dedup_options *o)
{
    static const char *const KEEP[] = {
        [WS_KEEP_LONGEST] = "longest", [WS_KEEP_OLDEST] = "oldest", [WS_KEEP_FIRST] = "first"};
    ws_json_put_cstr(j, ",\n \"options\": {\"keep\": ", KEEP[o->keep]);
    ws_json_raw(j, o->exact_only ? ", \"exact_only\": true" : ", \"exact_only\": false");
    ws_json_raw(j, o->by_url ? ", \"by_url\": true" : ", \"by_url\": false");
    ws_json_put_uint(j, ", \"bands\": ", o->minhash.bands);
    ws_json_put_uint(j, ", \"rows\": ", o->minhash.rows);
    ws_json_raw(j, o->minhash.hash == WS_MINHASH_SHA1 ? ", \"hash\": \"sha1\"" : ", \"hash\": \"xxh64\"");
    ws_json_put_cstr(j, ", \"words\": ", ws_words_ways(o->minhash.words));
    ws_json_raw(j, "}");
}

/* false: no memory. */
static bool report_json(const struct ws_dedup *d, struct ws_buf *out)
{
    const struct ws_dedup_sums *s = &d->sums;
    struct ws_json j = {.out = out, .ok = true};
    ws_json_put_uint(&j, "{\"shards\": ", d->n_shards - s->failed_shards);
    ws_json_put_uint(&j, ", \"failed_shards\": ", s->failed_shards);
    ws_json_put_uint(&j, ",\n \"documents\": ", s->documents);
    ws_json_put_uint(&j, ", \"exact_duplicate\": ", s->exact);
    ws_json_put_uint(&j, ", \"near_duplicate\": ", s->near);
    ws_json_put_uint(&j, ", \"kept\": ", s->documents - s->exact - s->near);
    ws_json_put_uint(&j, ",\n \"clusters\": ", s->clusters);
    ws_json_put_uint(&j, ", \"biggest_cluster\": ", s->biggest);
    ws_json_put_uint(&j, ", \"without_signature\": ", s->unsigned_documents);
    ws_json_put_uint(&j, ", \"bad_lines\": ", s->bad_lines);
    ws_json_put_uint(&j, ",\n \"bytes_in\": ", s->bytes_in);
    ws_json_put_uint(&j, ", \"bytes_in_plain\": ", s->plain_bytes);
    ws_json_put_uint(&j, ", \"bytes_out\": ", s->bytes_out);
    put_options(&j, d->options);
    ws_json_raw(&j, "}\n");
    return j.ok;
}

/* Faults of shards, in their order. */
static void tell_faults(const struct ws_dedup *d)
{
    for (size_t i = 0; i < d->n_shards; i++) {
        const struct ws_dedup_shard *s = &d->shards[i];
        if (s->failed)
            fprintf(stderr, "warcsift: %s: offset %" PRIu64 ": %s; it is left out\n", s->path, s->error.offset,
                    s->error.msg);
        else if (s->bad_lines > 1)
            fprintf(stderr,
                    "warcsift: %s: line %" PRIu32 ": no object of JSON with a string \"text\", nor are %" PRIu64
                    " lines behind it; they stay\n",
                    s->path, s->first_bad, s->bad_lines - 1);
        else if (s->bad_lines)
            fprintf(stderr, "warcsift: %s: line %" PRIu32 ": no object of JSON with a string \"text\"; it stays\n",
                    s->path, s->first_bad);
    }
}

static int tell(const struct ws_dedup *d, const struct ws_cli *cli)
{
    struct ws_buf json;
    FILE *to = cli->list ? stderr : stdout;
    ws_buf_init(&json, (size_t)1 << 20);
    bool ok = !cli->json || report_json(d, &json);
    tell_faults(d);
    if (cli->json)
        fwrite(json.p, 1, json.n, to);
    else if (!cli->quiet)
        report(d, to);
    ws_buf_release(&json);
    if (!ok || fflush(stdout) != 0) {
        fputs("warcsift: standard output: it cannot be written\n", stderr);
        return WS_SIFT_OUTPUT;
    }
    return d->sums.bad_lines || d->sums.failed_shards ? WS_SIFT_LOST : WS_SIFT_OK;
}

/* --- command -------------------------------------------------------------------------- */

static bool emit(void *ctx, struct ws_slice line)
{
    (void)ctx;
    return fwrite(line.p, 1, line.n, stdout) == line.n;
}

static void show_progress(unsigned pass, size_t done, size_t shards)
{
    fprintf(stderr, "\r%s %zu of %zu shards", pass == 1 ? "read" : "written", done, shards);
    if (done == shards)
        fputs("\r\033[K", stderr);
}

static int run(const struct ws_cli *cli, struct inputs *in)
{
    struct ws_error err;
    struct ws_dedup_options o = cli->dedup;
    o.out = cli->sift.out;
    o.threads = cli->sift.threads ? cli->sift.threads : ws_default_threads();
    o.list = cli->list;
    o.progress = !cli->quiet && isatty(STDERR_FILENO) ? show_progress : NULL;
    struct ws_dedup d = {.options = &o, .n_shards = in->paths.n};
    d.shards = calloc(in->paths.n + 1, sizeof *d.shards);
    for (size_t i = 0; d.shards && i < in->paths.n; i++)
        d.shards[i] = (struct ws_dedup_shard){.path = in->paths.list[i], .name = base_name(in->paths.list[i])};
    ws_error_set(&err, WS_E_NOMEM, 0, "out of memory");
    int result;
    if (d.shards && ws_dedup_run(&d, emit, NULL, &err) == WS_OK) {
        result = tell(&d, cli);
    } else {
        fprintf(stderr, "warcsift: %s\n", err.msg);
        result = err.code == WS_E_IO ? WS_SIFT_OUTPUT : WS_SIFT_LOST;
    }
    free(d.shards);
    return result;
}

int ws_dedup_command(const struct ws_cli *cli)
{
    struct inputs in = {0};
    int result = WS_SIFT_USAGE;
    if (!cli->sift.out || strcmp(cli->sift.out, "-") == 0 || strstr(cli->sift.out, "://"))
        fputs("warcsift: say where the shards go, a directory: -o DIR\n", stderr);
    else if (cli->n_args == 0)
        fputs("warcsift: say which shards: files, directories, @LIST\n", stderr);
    else if (!find_shards(&in, cli))
        fprintf(stderr, "warcsift: %s\n", in.msg);
    else
        result = run(cli, &in);
    ws_names_release(&in.paths);
    return result;
}
