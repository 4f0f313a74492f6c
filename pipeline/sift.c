/* sift.c - what stands before a batch run: options checked, inputs listed, the output directory
 * made. */
#include "warcsift/sift.h"
#include "pipeline/output/reason.h"
#include "pipeline/run.h"
#include "pipeline/run/deliver.h"
#include "pipeline/run/inputs_list.h"
#include "pipeline/run/signatures.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_THREADS 1024

void ws_sift_options_init(struct ws_sift_options *o)
{
    *o = (struct ws_sift_options){
        .compress = WS_COMPRESS_AUTO,
        .statuses = "200",
        .filter.max_length = UINT64_MAX,
        .stdin_name = "stdin",
        .batch_bytes = (size_t)4 << 20,
        .checkpoint_seconds = 10,
    };
    ws_net_options_init(&o->net);
    ws_archive_options_init(&o->archive);
    ws_extract_options_init(&o->extract);
    ws_corpus_options_init(&o->corpus);
}

static void complain(const struct ws_sift_options *o, const char *subject, const char *message)
{
    if (o->observer.error)
        o->observer.error(o->observer.ctx, subject, message);
}

static bool is_stream(const struct ws_sift_options *o)
{
    return strcmp(o->out, "-") == 0;
}

/* What contradicts itself; NULL: nothing. */
static const char *find_fault(const struct ws_sift_options *o)
{
    if (!o->out || !*o->out)
        return "no output directory is given";
    if (o->compress != WS_COMPRESS_AUTO && !ws_compress_available(o->compress))
        return "this build cannot write zstd";
    if (ws_is_remote(o->out) && strncasecmp(o->out, "s3://", 5) != 0)
        return "the output goes to a directory or to s3://";
    if (o->spool && !ws_is_remote(o->out))
        return "--spool is for output to s3://";
    if (o->corpus.rejects && (is_stream(o) || ws_is_remote(o->corpus.rejects)))
        return is_stream(o) ? "--rejects is for output to shards" : "--rejects names a directory";
    if (o->corpus.minhash && (is_stream(o) || ws_is_remote(o->out)))
        return "--minhash is for output to a directory";
    if (!(o->corpus.rejects_rate >= 0 && o->corpus.rejects_rate <= 1))
        return "the rate of rejects is from 0 to 1";
    if (is_stream(o) && o->shard_bytes)
        return "the standard output cannot be split into shards";
    if (!*o->stdin_name || strchr(o->stdin_name, '/'))
        return "the name of the standard input must be a file name without directories";
    if (o->task.count && o->task.index >= o->task.count)
        return "the number of a task must be less than how many there are";
    if (o->threads > MAX_THREADS)
        return "too many threads (1024 at most)";
    return NULL;
}

/* The same options may mean something else: to another version, or with other files. */
static void note_repeat(const struct ws_sift_options *o, const struct ws_options_text *text)
{
    if (o->repeats && strcmp(o->repeats, text->hash) != 0 && o->observer.note)
        o->observer.note(o->observer.ctx,
                         "the options are those of the stats file, but the output may differ: another version of the "
                         "program or of its libraries made it, or the files that the options name have changed");
}

/* Two inputs with one name would overwrite each other's shards. */
static bool check_names(const struct ws_sift_options *o, const struct ws_inputs *in)
{
    char msg[2000];
    const struct ws_input *a, *b;
    if (is_stream(o) || !ws_inputs_find_clash(in, &a, &b))
        return true;
    snprintf(msg, sizeof msg, "the shards of %.900s would have the same name", b->path);
    complain(o, a->path, msg);
    return false;
}

/* What is read twice, or in parts, must be a file. One that is not there fails when its turn
 * comes. */
static bool check_passes(const struct ws_sift_options *o, const struct ws_inputs *in)
{
    if (o->cdx && o->use_crawl_metadata) {
        complain(o, "--use-crawl-metadata",
                 "with --cdx the records behind the pages are not read");
        return false;
    }
    for (size_t i = 0; (o->host_memory || o->cdx) && i < in->n; i++) {
        const struct ws_input *input = &in->list[i];
        bool is_stdin = strcmp(input->path, "-") == 0;
        if (is_stdin || (!input->is_file && access(input->path, F_OK) == 0)) {
            complain(
                o, input->path,
                o->cdx
                    ? "--cdx reads single records, so the input must be a file, not a pipe"
                    : "--host-memory reads its input twice, so it must be a file, not a pipe");
            return false;
        }
    }
    return true;
}

/* Leaves the inputs of this task, and writes down all of them. false: which they are is not
 * known, or no memory, told. */
static bool select_inputs(const struct ws_sift_options *o, struct ws_inputs *in,
                          struct ws_buf *list)
{
    const struct ws_sift_task *t = &o->task;
    char msg[300];
    size_t all = in->n;
    bool guessed = t->source || t->fault;
    if (all == 1 && (guessed || t->count == 0))
        return true;
    const char *fault = t->fault ? t->fault : ws_inputs_list(in, list) ? NULL : "out of memory";
    if (fault)
        complain(o, NULL, fault);
    if (fault || t->count == 0)
        return !fault;
    ws_inputs_select(in, t->index, t->count);
    snprintf(msg, sizeof msg, "task %" PRIu64 "/%" PRIu64 "%s%s%s: %zu of %zu inputs%s",
             t->index, t->count, t->source ? " (" : "", t->source ? t->source : "",
             t->source ? ")" : "", in->n, all, t->source ? " (--task none: all)" : "");
    if (o->observer.note)
        o->observer.note(o->observer.ctx, msg);
    return true;
}

/* The inputs of this task, each looked at. false: told. */
static bool find_inputs(const struct ws_sift_options *o, struct ws_inputs *in,
                        struct ws_buf *list)
{
    bool ok = check_names(o, in) && select_inputs(o, in, list);
    if (ok)
        ws_inputs_look(in);
    return ok;
}

/* mkdir -p. Fails with errno. */
static bool make_dirs(const char *path)
{
    char *p = strdup(path);
    if (!p)
        return false;
    bool ok = true;
    for (char *at = p + 1; ok && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        ok = mkdir(p, 0777) == 0 || errno == EEXIST || errno == EROFS ||
             errno == EACCES; /* the last one tells */
        *at = '/';
    }
    ok = ok && (mkdir(p, 0777) == 0 || errno == EEXIST);
    free(p);
    return ok;
}

/* WS_SIFT_OK, or WS_SIFT_OUTPUT, told. */
static enum ws_sift_result open_store(const struct ws_sift_options *o, struct ws_job *job)
{
    char reason[100], msg[160];
    struct ws_error err;
    if (ws_store_open(job->net, o->out, &job->store, &err) != WS_OK) {
        complain(o, o->out, err.msg);
        return WS_SIFT_OUTPUT;
    }
    job->spool = o->spool ? NULL : ws_spool_new(NULL);
    if (o->spool || job->spool)
        return WS_SIFT_OK;
    snprintf(msg, sizeof msg, "no directory for it can be made in TMPDIR: %s",
             ws_reason(errno, reason, sizeof reason));
    complain(o, o->out, msg);
    return WS_SIFT_OUTPUT;
}

/* A directory for output, made when missing; -1, told. */
static int open_dir(const struct ws_sift_options *o, const char *dir)
{
    char reason[100], msg[160];
    int fd = make_dirs(dir) ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0 && faccessat(fd, ".", W_OK | X_OK, 0) == 0)
        return fd;
    snprintf(msg, sizeof msg, "the output directory cannot be used: %s",
             ws_reason(errno, reason, sizeof reason));
    complain(o, dir, msg);
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Its own, or the names of shards and rejects would clash. WS_SIFT_OK, or told. */
static enum ws_sift_result open_rejects(const struct ws_sift_options *o, struct ws_job *job)
{
    struct stat a, b;
    job->rejects = job->place;
    job->rejects.dir_fd = -1;
    if (!o->corpus.rejects)
        return WS_SIFT_OK;
    job->rejects.dir_fd = open_dir(o, o->corpus.rejects);
    if (job->rejects.dir_fd < 0)
        return WS_SIFT_OUTPUT;
    if (fstat(job->rejects.dir_fd, &a) == 0 && fstat(job->place.dir_fd, &b) == 0 && a.st_dev == b.st_dev &&
        a.st_ino == b.st_ino) {
        complain(o, o->corpus.rejects, "--rejects and the output are the same directory");
        return WS_SIFT_USAGE;
    }
    return WS_SIFT_OK;
}

/* WS_SIFT_OK, or told. */
static enum ws_sift_result open_signatures(const struct ws_sift_options *o, struct ws_job *job)
{
    struct ws_error err;
    job->signatures = (struct ws_shard_place){.dir_fd = -1, .stream_fd = -1, .compress = WS_COMPRESS_NONE};
    if (!o->corpus.minhash || ws_signatures_open(job->place.dir_fd, &job->signatures.dir_fd, &err) == WS_OK)
        return WS_SIFT_OK;
    complain(o, o->out, err.msg);
    return WS_SIFT_OUTPUT;
}

/* WS_SIFT_OK, or WS_SIFT_OUTPUT, told. */
static enum ws_sift_result open_place(const struct ws_sift_options *o, struct ws_job *job)
{
    struct ws_shard_place *place = &job->place;
    const char *dir = o->out;
    bool stream = is_stream(o);
    *place = (struct ws_shard_place){.dir_fd = -1,
                                     .stream_fd = STDOUT_FILENO,
                                     .compress = o->compress,
                                     .shard_bytes = o->shard_bytes};
    if (o->compress == WS_COMPRESS_AUTO)
        place->compress = stream ? WS_COMPRESS_NONE : WS_COMPRESS_GZIP;
    if (stream)
        return WS_SIFT_OK;
    if (ws_is_remote(o->out)) {
        if (open_store(o, job) != WS_SIFT_OK)
            return WS_SIFT_OUTPUT;
        dir = o->spool ? o->spool : job->spool;
    }
    place->dir_fd = open_dir(o, dir);
    return place->dir_fd >= 0 ? WS_SIFT_OK : WS_SIFT_OUTPUT;
}

/* WS_SIFT_OK, or WS_SIFT_OUTPUT, told. */
static enum ws_sift_result publish_list(const struct ws_sift_options *o,
                                        const struct ws_job *job, const struct ws_buf *list)
{
    struct ws_error err;
    if (job->place.dir_fd < 0 || job->store || list->n == 0 ||
        ws_inputs_publish_list(list, job->place.dir_fd, &err) == WS_OK)
        return WS_SIFT_OK;
    complain(o, o->out, err.msg);
    return WS_SIFT_OUTPUT;
}

/* What the index lists of the inputs. false: it cannot be read, told. */
static bool read_cdx(const struct ws_sift_options *o, struct ws_job *job,
                     struct ws_sift_summary *sum)
{
    char msg[1000];
    if (!o->cdx)
        return true;
    bool ok = ws_cdx_read(&job->cdx, o->cdx, &job->inputs, msg, sizeof msg);
    if (!ok)
        complain(o, NULL, msg);
    sum->listed = job->cdx.listed;
    sum->listed_elsewhere = job->cdx.elsewhere;
    if (ok && job->cdx.bad) {
        snprintf(msg, sizeof msg,
                 "%" PRIu64 " lines of the index name no record; the first is line %" PRIu64,
                 job->cdx.bad, job->cdx.first_bad);
        complain(o, o->cdx, msg);
    }
    return ok;
}

/* Remote files: what threads may read again is kept. The first of the spans that are read at
 * one time may be the last to be read, and where spans are no use, the cutter goes back
 * (feed.h). */
static struct ws_net *open_net(struct ws_sift_options *o)
{
    const uint64_t span = o->batch_bytes / 4;
    o->net.keep_behind += (o->threads + 8u) * span;
    o->net.interrupted = o->observer.interrupted;
    o->net.ctx = o->observer.ctx;
    return ws_net_new(&o->net);
}

static bool list_inputs(const struct ws_sift_options *o, struct ws_job *job,
                        const char *const *inputs, size_t n_inputs)
{
    char msg[1000] = "inputs: out of memory";
    const struct ws_inputs_how how = {o->stdin_name, o->prefix, job->net};
    bool ok =
        job->net && ws_inputs_expand(&job->inputs, inputs, n_inputs, &how, msg, sizeof msg);
    if (!ok)
        complain(o, NULL, msg);
    return ok;
}

static void release(struct ws_job *job)
{
    ws_spool_remove(job->spool, job->place.dir_fd);
    if (job->place.dir_fd >= 0)
        close(job->place.dir_fd);
    if (job->rejects.dir_fd >= 0)
        close(job->rejects.dir_fd);
    if (job->signatures.dir_fd >= 0)
        close(job->signatures.dir_fd);
    ws_store_close(job->store);
    free(job->options_text.text);
    ws_cdx_release(&job->cdx);
    ws_inputs_release(&job->inputs);
    ws_net_free(job->net);
    ws_filter_release(&job->filter);
    ws_corpus_release(&job->corpus);
}

enum ws_sift_result ws_sift_run(const struct ws_sift_options *options,
                                const char *const *inputs, size_t n_inputs,
                                struct ws_sift_summary *summary)
{
    struct ws_sift_options o = *options;
    struct ws_sift_summary unwanted, *sum = summary ? summary : &unwanted;
    struct ws_job job = {.options = &o, .place.dir_fd = -1, .rejects.dir_fd = -1, .signatures.dir_fd = -1};
    struct ws_buf list;
    char msg[1000];
    ws_buf_init(&list, WS_INPUTS_LIST_MAX);
    *sum = (struct ws_sift_summary){0};
    const char *fault = find_fault(&o);
    if (fault) {
        complain(&o, NULL, fault);
        return WS_SIFT_USAGE;
    }
    o.threads = o.threads ? o.threads : ws_default_threads();
    job.net = open_net(&o);
    enum ws_sift_result result = WS_SIFT_USAGE;
    if (!ws_filter_init(&job.filter, &o, msg, sizeof msg) ||
        !ws_corpus_init(&job.corpus, &o.corpus, msg, sizeof msg))
        complain(&o, NULL, msg);
    else if (list_inputs(&o, &job, inputs, n_inputs) && find_inputs(&o, &job.inputs, &list) &&
             check_passes(&o, &job.inputs) && read_cdx(&o, &job, sum))
        result = open_place(&o, &job);
    if (result == WS_SIFT_OK)
        result = open_rejects(&o, &job);
    if (result == WS_SIFT_OK)
        result = open_signatures(&o, &job);
    if (result == WS_SIFT_OK)
        result = publish_list(&o, &job, &list);
    if (result == WS_SIFT_OK) {
        o.compress = job.place.compress;
        o.extract.plain_too = ws_corpus_is_on(&job.corpus);
        if (!ws_options_text_init(&job.options_text, &o, (const char *)job.filter.text.p,
                                  (const char *)job.corpus.text.p,
                                  o.cdx ? job.cdx.sha256 : NULL)) {
            complain(&o, NULL, "out of memory");
            result = WS_SIFT_LOST;
        }
    }
    if (result == WS_SIFT_OK) {
        note_repeat(&o, &job.options_text);
        sum->threads = o.threads;
        sum->inputs = job.inputs.n;
        ws_extract_global_init();
        result = ws_run(&job, sum);
        if (result == WS_SIFT_OK && job.cdx.bad)
            result = WS_SIFT_LOST;
    }
    release(&job);
    ws_buf_release(&list);
    return result;
}
