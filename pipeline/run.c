/* run.c - the way of a record through the program, from top to bottom.
 *
 *       source (one lock)              worker (private)                    commit (in order)
 *   input ──► whole records ──►│ HTTP ─► HTML? ─► article ─► JSON ─► gzip │──► shard, counts, damage
 *             about 4 MiB      │ record by record, own scratch memory      │
 *
 * There is one parallel region, and every thread in it runs work(): it takes a free slot, locks the
 * source to fill it with the next batch and to give it the next number, works through the batch alone,
 * and hands the slot in. Slots are committed in the order of their numbers by whichever thread completes
 * the next one (pool.h). No thread only reads and none only writes; with -j 1 the same code runs.
 *
 * Why the output is the same for any number of threads: batches are cut where the bytes of the input say
 * so (cut.h); what a worker makes of a batch depends on that batch alone; everything that depends on
 * order - which shard, which number, what is listed first - happens in the commit.
 *
 * Why memory is bounded: there are 2 * threads + 2 slots, and one is free again only after its output
 * was written. A batch whose output outgrows its slot (small compressed bodies can hold much text) waits
 * for its turn and writes what it has (spill()).
 *
 * Inputs follow each other through the same slots: the last batch of one and the first of the next are
 * worked on at the same time. A slot knows whether it is the first or the last of its input.
 *
 * Locks are pthread mutexes, although the team is OpenMP's: OpenMP has no condition variables, and
 * ThreadSanitizer understands these. Nothing returns or jumps out of the region; errors are noted,
 * the pool is stopped, and every thread comes home by itself. */
#include "pipeline/run.h"
#include "pipeline/extract/date.h"
#include "pipeline/output/line.h"
#include "pipeline/page/mime.h"
#include "pipeline/pool.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Output of one slot that makes it wait for its turn and write. */
#define SPILL_BYTES (16u << 20)
/* Damage listed in a stats file; the rest is counted. */
#define LISTED_DAMAGE 100

struct run {
    const struct ws_job *job;
    struct ws_pool pool;

    pthread_mutex_t source_lock;
    struct ws_cutter *cutter; /* under source_lock, like all here: of the current input, or NULL */
    int fd;                   /* it reads from this */
    size_t next_input;        /* current one while cutter is set */
    uint64_t next_seq;

    /* Touched only by the thread that commits. */
    struct ws_sift_summary *summary;
    struct ws_shards shards; /* of the input being committed, while open is set */
    struct ws_stats stats;
    bool open;
    uint64_t input_bytes; /* read of that input */
    struct ws_sift_progress progress;
    uint64_t bytes_before; /* of the inputs before it */

    pthread_mutex_t result_lock;
    enum ws_sift_result result; /* under result_lock: of the first failure that ends the run */
    struct ws_error error;      /* under result_lock: what it was */
};

/* Scratch memory of one thread. */
struct worker {
    struct run *run;
    struct ws_http_decoder *http;
    struct ws_extractor *extractor;
    struct ws_chunk_filler filler;
    char content_type[WS_MIME_SIZE]; /* declared by the current record */
};

/* Besides the outcomes: the run cannot go on. */
#define OUT_OF_MEMORY WS_OUT_COUNT
static const struct ws_error NO_MEMORY = {.code = WS_E_NOMEM, .msg = "out of memory"};

/* A line of JSON at most: a page is text of its own size, with room for escapes. */
static size_t max_line(const struct ws_job *job)
{
    return 4 * job->options->extract.max_page_bytes;
}

/* Why the run ended early: the first reason counts. */
static void note_result(struct run *r, enum ws_sift_result result, const struct ws_error *err)
{
    pthread_mutex_lock(&r->result_lock);
    if (r->result == WS_SIFT_OK) {
        r->result = result;
        if (err)
            r->error = *err;
    }
    pthread_mutex_unlock(&r->result_lock);
}

static void end_run(struct run *r, enum ws_sift_result result, const struct ws_error *err)
{
    note_result(r, result, err);
    ws_pool_stop(&r->pool);
}

static bool interrupted(struct run *r)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    if (!o->interrupted || !o->interrupted(o->ctx))
        return false;
    end_run(r, WS_SIFT_INTERRUPTED, NULL);
    return true;
}

/* --- source: under its lock -------------------------------------------------------------------- */

static enum ws_status open_input(struct run *r, struct ws_error *err)
{
    const char *path = r->job->inputs.list[r->next_input].path;
    const struct ws_sift_options *o = r->job->options;
    r->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0) {
        int e = errno;
        char reason[80];
        ws_error_set(err, WS_E_IO, 0, "cannot be opened: %s", ws_reason(e, reason, sizeof reason));
        err->sys_errno = e;
        return WS_FATAL;
    }
    return ws_cutter_open_fd(r->fd, &o->archive, o->batch_bytes, &r->cutter, err);
}

static void close_input(struct run *r)
{
    ws_cutter_close(r->cutter);
    r->cutter = NULL;
    if (r->fd > STDIN_FILENO)
        close(r->fd);
    r->fd = -1;
    r->next_input++;
}

/* Fills s with the next batch of the current input, or of the next one. The end of an input comes as a
 * batch too, mostly an empty one. */
static void cut(struct run *r, struct ws_slot *s)
{
    enum ws_status st = WS_OK;
    s->input = r->next_input;
    s->first = r->cutter == NULL;
    s->batch.n = s->batch.n_entries = s->batch.n_events = 0;
    s->batch.input_end = 0;
    if (s->first)
        st = open_input(r, &s->error);
    if (st == WS_OK) {
        st = ws_cutter_next(r->cutter, &s->batch);
        if (st == WS_FATAL)
            s->error = *ws_cutter_error(r->cutter);
    }
    s->failed = st == WS_FATAL;
    s->last = st != WS_OK;
    if (s->last)
        close_input(r);
}

/* false: there is nothing left to read. */
static bool next_batch(struct run *r, struct ws_slot *s)
{
    pthread_mutex_lock(&r->source_lock);
    bool more = r->next_input < r->job->inputs.n;
    if (more) {
        cut(r, s);
        s->seq = r->next_seq++;
    }
    pthread_mutex_unlock(&r->source_lock);
    return more;
}

/* --- worker: one record ------------------------------------------------------------------------ */

/* A page as it is fetched from a record: borrowed from the record's block and the HTTP decoder. */
struct payload {
    int status; /* 0: no status line */
    struct ws_slice content_type;
    struct ws_slice bytes;
};

static bool is_wanted_type(enum ws_record_type type)
{
    return type == WS_REC_RESPONSE || type == WS_REC_RESOURCE;
}

/* Responses are HTTP messages; a resource is the page itself, unless it says that it is one, too. */
static bool is_http(const struct ws_record *rec, const char *block_type)
{
    return rec->type == WS_REC_RESPONSE || strcmp(block_type, "application/http") == 0;
}

/* What is declared to be something else is not even decoded. Leaves the declared type of the page in
 * w->content_type: by the crawler (WARC-Identified-Payload-Type) before by the server. */
static bool may_be_html(struct worker *w, const struct ws_record *rec, struct ws_slice content_type, bool *known)
{
    char identified[WS_MIME_SIZE];
    ws_mime_essence(content_type, w->content_type);
    ws_mime_essence(rec->payload_type, identified);
    const char *type = ws_mime_is_known(identified) ? identified : w->content_type;
    *known = ws_mime_is_known(type);
    return !*known || ws_mime_is_html(type);
}

/* From the block to the bytes of the page; WS_OUT_ARTICLE: p is filled. */
static enum ws_outcome unwrap(struct worker *w, struct ws_slot *s, const struct ws_record *rec,
                              struct ws_slice block, struct payload *p)
{
    struct ws_error err;
    struct ws_http http = {.body = block};
    char block_type[WS_MIME_SIZE];
    bool known;
    ws_mime_essence(rec->content_type, block_type);
    bool as_http = is_http(rec, block_type);
    if (as_http && ws_http_parse(w->http, block, &http, &err) != WS_OK)
        return WS_OUT_HTTP_HEADER;
    bool bare = http.status == 0 && strcmp(block_type, "application/http") != 0;
    *p = (struct payload){http.status, bare ? rec->content_type : http.content_type, http.body};
    if (!ws_status_set_has(&w->run->job->statuses, p->status))
        return WS_OUT_STATUS;
    if (!may_be_html(w, rec, p->content_type, &known))
        return WS_OUT_NOT_HTML;
    enum ws_status st = as_http ? ws_http_body(w->http, &http, &p->bytes, &err) : WS_OK;
    if (st == WS_FATAL)
        return OUT_OF_MEMORY;
    if (st == WS_SKIP)
        return WS_OUT_HTTP_CODING;
    if (st == WS_WARN)
        ws_stats_warning(&s->stats, &err);
    if (p->bytes.n == 0)
        return WS_OUT_NO_BODY;
    if (known ? ws_sniff_binary(p->bytes) : !ws_sniff_html(p->bytes))
        return WS_OUT_NOT_HTML;
    return WS_OUT_ARTICLE;
}

/* The line of an article, into the chunk that is being filled. */
static enum ws_outcome write_line(struct worker *w, struct ws_slot *s, const struct ws_record *rec,
                                  const struct payload *p, const struct ws_article *art)
{
    char date[WS_DATE_LEN];
    bool dated = ws_date_normalise(rec->date, date);
    struct ws_origin from = {
        .id = rec->id,
        .url = rec->target_uri,
        .date = {(const uint8_t *)date, dated ? sizeof date : 0},
        .digest = rec->payload_digest,
        .truncated = rec->truncated,
        .content_type = {(const uint8_t *)w->content_type, strlen(w->content_type)},
        .source = w->run->job->inputs.list[s->input].source,
        .offset = rec->offset,
        .length = rec->length,
        .status = p->status,
    };
    size_t at = w->filler.plain.n;
    if (!ws_line_append(&w->filler.plain, &from, art))
        return WS_OUT_PAGE_LIMIT;
    if (!ws_chunk_line_added(&w->filler, at, &s->out))
        return OUT_OF_MEMORY;
    ws_stats_article(&s->stats, art);
    return WS_OUT_ARTICLE;
}

/* One record, all the way. */
static enum ws_outcome sift_record(struct worker *w, struct ws_slot *s, struct ws_archive *a,
                                   struct ws_record *rec)
{
    if (!is_wanted_type(rec->type))
        return WS_OUT_TYPE;

    struct ws_slice block;
    if (ws_archive_block(a, rec, &block) != WS_OK)
        return OUT_OF_MEMORY; /* the cutter left nothing else to go wrong */

    struct payload p;
    enum ws_outcome outcome = unwrap(w, s, rec, block, &p);
    if (outcome != WS_OUT_ARTICLE)
        return outcome;

    struct ws_page page = {.bytes = p.bytes, .content_type = p.content_type, .url = rec->target_uri};
    struct ws_article art;
    struct ws_error err;
    enum ws_status st = ws_extract(w->extractor, &page, &art, &err);
    if (st == WS_SKIP)
        return WS_OUT_PAGE_LIMIT;
    if (st == WS_FATAL)
        return OUT_OF_MEMORY;
    if (art.text.n == 0)
        return WS_OUT_EMPTY;
    return write_line(w, s, rec, &p, &art);
}

/* --- worker: one batch ------------------------------------------------------------------------- */

static bool write_chunks(struct run *r, struct ws_slot *s);

/* The output of this slot has outgrown it: writes what there is when its turn has come. */
static bool spill(struct run *r, struct ws_slot *s)
{
    if (!ws_pool_turn_wait(&r->pool, s))
        return false;
    bool ok = write_chunks(r, s);
    ws_pool_turn_pause(&r->pool);
    return ok;
}

/* What was lost while cutting. A record over the limit is no damage but an outcome. */
static void count_events(struct ws_slot *s)
{
    for (size_t i = 0; i < s->batch.n_events; i++) {
        const struct ws_error *e = &s->batch.events[i].error;
        if (e->code == WS_E_RECORD_TOO_BIG)
            ws_stats_record(&s->stats, WS_REC_UNKNOWN, WS_OUT_RECORD_LIMIT);
        else
            ws_stats_damage(&s->stats, e);
    }
}

/* Every record of the batch. WS_OK; WS_SKIP: the run was ended meanwhile; WS_FATAL: no memory. */
static enum ws_status sift_records(struct worker *w, struct ws_slot *s, struct ws_archive *a)
{
    struct ws_record rec;
    enum ws_status st;
    while ((st = ws_archive_next(a, &rec)) != WS_EOF) {
        if (st != WS_OK && st != WS_WARN)
            return WS_FATAL;
        if (st == WS_WARN)
            ws_stats_warning(&s->stats, ws_archive_error(a));
        enum ws_outcome outcome = sift_record(w, s, a, &rec);
        if (outcome == OUT_OF_MEMORY)
            return WS_FATAL;
        ws_stats_record(&s->stats, rec.type, outcome);
        if (interrupted(w->run) || (s->out.bytes.n > SPILL_BYTES && !spill(w->run, s)))
            return WS_SKIP;
    }
    return WS_OK;
}

/* false: the run has ended. */
static bool sift_batch(struct worker *w, struct ws_slot *s)
{
    struct ws_archive *a;
    struct ws_error err;
    ws_chunks_clear(&s->out);
    ws_stats_clear(&s->stats);
    count_events(s);
    enum ws_status st = ws_archive_open_batch(&s->batch, &w->run->job->options->archive, &a, &err);
    if (st == WS_OK) {
        st = sift_records(w, s, a);
        ws_archive_close(a);
    }
    if (st == WS_OK && !ws_chunk_close(&w->filler, &s->out))
        st = WS_FATAL;
    if (st == WS_FATAL)
        end_run(w->run, WS_SIFT_LOST, &NO_MEMORY);
    return st == WS_OK;
}

/* --- commit: one thread at a time, in the order of the batches ----------------------------------- */

/* Chunks of s to the shard of its input, which is opened by the first of them. */
static bool write_chunks(struct run *r, struct ws_slot *s)
{
    struct ws_error err;
    if (!r->open) {
        ws_shards_init(&r->shards, &r->job->place, r->job->inputs.list[s->input].name);
        ws_stats_clear(&r->stats);
        r->input_bytes = 0;
        r->open = true;
    }
    for (size_t i = 0; i < s->out.n; i++)
        if (ws_shards_append(&r->shards, &s->out, i, &err) != WS_OK) {
            end_run(r, WS_SIFT_OUTPUT, &err);
            return false;
        }
    ws_chunks_clear(&s->out);
    return true;
}

static void tell_damage(struct run *r, const struct ws_slot *s)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    for (size_t i = 0; o->damage && i < s->stats.n_damage; i++)
        o->damage(o->ctx, r->job->inputs.list[s->input].path, &s->stats.damage[i]);
}

/* Adds the input to the summary. */
static void count_input(struct run *r)
{
    struct ws_sift_summary *sum = r->summary;
    ws_counts_add(&sum->counts, &r->stats.counts);
    sum->bytes_in += r->input_bytes;
    sum->shards += r->shards.n;
    for (size_t i = 0; i < r->shards.n; i++) {
        sum->bytes_out += r->shards.list[i].bytes;
        sum->bytes_out_plain += r->shards.list[i].plain_bytes;
    }
}

/* The last shard, then the stats file, which vouches for all of them. */
static bool finish_input(struct run *r, const struct ws_input *input)
{
    struct ws_error err;
    struct ws_stats_about about = {
        .path = input->path,
        .is_file = input->is_file,
        .size = input->size,
        .mtime = input->mtime,
        .bytes_in = r->input_bytes,
        .options = r->job->options,
        .shards = &r->shards,
    };
    enum ws_status st = ws_shards_finish(&r->shards, &err);
    if (st == WS_OK && r->job->place.dir_fd >= 0)
        st = ws_stats_write(&r->stats, &about, &err);
    if (st != WS_OK)
        end_run(r, WS_SIFT_OUTPUT, &err);
    return st == WS_OK;
}

static void end_input(struct run *r, const struct ws_slot *s)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    const struct ws_input *input = &r->job->inputs.list[s->input];
    if (s->failed) {
        r->summary->inputs_failed++;
        if (o->error)
            o->error(o->ctx, input->path, s->error.msg);
    } else {
        if (!finish_input(r, input))
            return; /* the run ends here: ws_run() drops what is open */
        r->summary->inputs_done++;
    }
    if (!s->failed || r->job->place.dir_fd < 0)
        count_input(r);
    ws_shards_release(&r->shards);
    r->open = false;
    r->bytes_before += input->is_file ? input->size : r->input_bytes;
    r->input_bytes = 0;
}

static void commit(struct run *r, struct ws_slot *s)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    if (!write_chunks(r, s))
        return;
    tell_damage(r, s);
    ws_stats_add(&r->stats, &s->stats);
    r->progress.records += ws_counts_records(&s->stats.counts);
    r->progress.articles += s->stats.counts.outcomes[WS_OUT_ARTICLE];
    if (s->batch.input_end > r->input_bytes)
        r->input_bytes = s->batch.input_end;
    if (s->last)
        end_input(r, s);
    r->progress.bytes_in = r->bytes_before + r->input_bytes;
    if (o->progress)
        o->progress(o->ctx, &r->progress);
}

/* --- team -------------------------------------------------------------------------------------- */

static bool worker_init(struct worker *w, struct run *r)
{
    const struct ws_sift_options *o = r->job->options;
    *w = (struct worker){.run = r};
    w->http = ws_http_decoder_new(&o->archive);
    w->extractor = ws_extractor_new(&o->extract);
    bool filler = ws_chunk_filler_init(&w->filler, r->job->place.compress, o->shard_bytes, max_line(r->job));
    return filler && w->http && w->extractor;
}

static void worker_release(struct worker *w)
{
    ws_http_decoder_free(w->http);
    ws_extractor_free(w->extractor);
    ws_chunk_filler_release(&w->filler);
}

/* One thread of the team. */
static void *work(void *ctx)
{
    struct run *r = ctx;
    struct worker w;
    struct ws_slot *s;
    if (!worker_init(&w, r))
        end_run(r, WS_SIFT_LOST, &NO_MEMORY);
    while ((s = ws_pool_take(&r->pool)) != NULL) {
        if (interrupted(r) || !next_batch(r, s)) {
            ws_pool_give_back(&r->pool, s);
            break;
        }
        if (!sift_batch(&w, s))
            break;
        for (s = ws_pool_done(&r->pool, s); s; s = ws_pool_committed(&r->pool, s))
            commit(r, s);
    }
    worker_release(&w);
    return NULL;
}

/* Runs fn(ctx) on n threads and waits for all of them. Fewer are no less right, only slower: the work is
 * pulled (OMP_THREAD_LIMIT may forbid some, as may the system). */
static void team_run(unsigned n, void *(*fn)(void *), void *ctx)
{
#ifdef WS_TEAM_PTHREAD
    pthread_t *others = calloc(n, sizeof *others);
    unsigned started = 0;
    while (others && started + 1 < n && pthread_create(&others[started], NULL, fn, ctx) == 0)
        started++;
    fn(ctx);
    while (started > 0)
        pthread_join(others[--started], NULL);
    free(others);
#else
#pragma omp parallel num_threads((int)n)
    fn(ctx);
#endif
}

/* Drops what was under way, tells why the run ended early, and gives the verdict. */
static enum ws_sift_result close_run(struct run *r)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    const struct ws_counts *c = &r->summary->counts;
    if (r->open && r->job->place.dir_fd < 0)
        count_input(r); /* it is out already */
    if (r->open)
        ws_shards_release(&r->shards);
    /* A reader that went away (head, say) knows that it did. */
    if (r->error.code != WS_E_NONE && r->error.sys_errno != EPIPE && o->error)
        o->error(o->ctx, r->result == WS_SIFT_OUTPUT ? r->job->options->out : NULL, r->error.msg);
    if (r->result != WS_SIFT_OK)
        return r->result;
    return r->summary->inputs_failed || c->damage ? WS_SIFT_LOST : WS_SIFT_OK;
}

enum ws_sift_result ws_run(const struct ws_job *job, struct ws_sift_summary *summary)
{
    struct run r = {.job = job, .summary = summary, .fd = -1};
    unsigned threads = job->options->threads;
    r.progress.bytes_total = ws_inputs_bytes(&job->inputs);
    ws_stats_init(&r.stats, LISTED_DAMAGE);
    pthread_mutex_init(&r.source_lock, NULL);
    pthread_mutex_init(&r.result_lock, NULL);
    bool ready = ws_pool_init(&r.pool, 2 * (size_t)threads + 2, SPILL_BYTES + 2 * max_line(job));
    if (ready)
        team_run(threads, work, &r);
    else
        note_result(&r, WS_SIFT_LOST, &NO_MEMORY);
    if (r.cutter)
        close_input(&r);
    enum ws_sift_result result = close_run(&r);
    if (ready)
        ws_pool_release(&r.pool);
    ws_stats_release(&r.stats);
    pthread_mutex_destroy(&r.source_lock);
    pthread_mutex_destroy(&r.result_lock);
    return result;
}
