#include "pipeline/feed.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A batch of 4 MiB is about 1 MiB of a compressed file. */
#define PACKED_PER_PLAIN 4
/* Spans' worth of input that the cutter reads after one was not sound; twice as much each time,
 * so that a file of such spans is not read twice all along. */
#define STRETCH      8u
#define STRETCH_GROW 10u

void ws_feed_init(struct ws_feed *f, const struct ws_job *job)
{
    *f = (struct ws_feed){.job = job, .fd = -1, .survey = job->options->host_memory};
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->moved, NULL);
}

/* --- an input ------------------------------------------------------------------------- */

static void close_input(struct ws_feed *f)
{
    ws_cutter_close(f->cutter);
    f->cutter = NULL;
    if (f->fd > STDIN_FILENO)
        close(f->fd);
    f->fd = -1;
    f->open = false;
}

void ws_feed_release(struct ws_feed *f)
{
    close_input(f);
    pthread_cond_destroy(&f->moved);
    pthread_mutex_destroy(&f->lock);
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static const struct ws_cdx_places *listed(const struct ws_feed *f)
{
    return f->job->cdx.inputs ? &f->job->cdx.inputs[f->next_input] : NULL;
}

static enum ws_status join_segments(struct ws_feed *f, enum ws_status st, struct ws_error *err)
{
    if (st != WS_OK || ws_cutter_join_segments(f->cutter, &f->job->options->archive))
        return st;
    return no_memory(err);
}

static enum ws_status open_cutter(struct ws_feed *f, struct ws_error *err)
{
    const struct ws_sift_options *o = f->job->options;
    const struct ws_cdx_places *places = listed(f);
    enum ws_status st =
        places ? ws_cutter_open_listed(f->fd, &o->archive, o->batch_bytes, places->list,
                                       places->n, &f->cutter, err)
               : ws_cutter_open_fd(f->fd, &o->archive, o->batch_bytes, &f->cutter, err);
    return join_segments(f, st, err);
}

/* Whether the file may be read in spans; *size: its bytes. */
static bool suits_spans(const struct ws_feed *f, uint64_t *size)
{
    uint8_t magic[4];
    struct stat file;
    if (listed(f) || f->fd == STDIN_FILENO || fstat(f->fd, &file) != 0 ||
        !S_ISREG(file.st_mode) || file.st_size < (off_t)sizeof magic ||
        pread(f->fd, magic, sizeof magic, 0) != (ssize_t)sizeof magic)
        return false;
    *size = (uint64_t)file.st_size;
    return ws_span_suits(magic, sizeof magic);
}

static enum ws_status open_input(struct ws_feed *f, struct ws_error *err)
{
    const char *path = f->job->inputs.list[f->next_input].path;
    uint64_t size;
    f->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0) {
        int e = errno;
        char reason[80];
        ws_error_set(err, WS_E_IO, 0, "cannot be opened: %s",
                     ws_reason(e, reason, sizeof reason));
        err->sys_errno = e;
        return WS_FATAL;
    }
    f->open = true;
    f->spans = (struct ws_feed_spans){.on = suits_spans(f, &size)};
    if (!f->spans.on)
        return open_cutter(f, err);
    f->spans.size = size;
    f->spans.exact = true;
    return WS_OK;
}

/* The next one, or the same a second time: not one that could not be read to its end. */
static void end_pass(struct ws_feed *f, const struct ws_slot *s)
{
    bool again = s->survey && !s->failed;
    close_input(f);
    if (again)
        f->survey_end = s->seq;
    else
        f->next_input++;
    f->survey = !again && f->job->options->host_memory;
}

/* --- spans ---------------------------------------------------------------------------- */

static uint64_t span_bytes(const struct ws_feed *f)
{
    size_t n = f->job->options->batch_bytes / PACKED_PER_PLAIN;
    return n ? n : 1;
}

static struct ws_span give_span(struct ws_feed *f)
{
    struct ws_feed_spans *p = &f->spans;
    const uint64_t bytes = span_bytes(f);
    struct ws_span span = {.from = p->next, .size = p->size, .exact = p->exact};
    span.until = (p->next / bytes + 1) * bytes;
    if (span.until > p->size)
        span.until = p->size;
    p->next = span.until;
    p->exact = false;
    p->given++;
    return span;
}

/* Whether what was found is the truth: it begins where the spans before ended. */
static bool follows(const struct ws_feed_spans *p, const struct ws_span *span,
                    const struct ws_span_found *found)
{
    return found->sound && (found->any ? found->start == p->end : p->end >= span->until);
}

/* In the order of the spans. false: s is not to have what was found. */
static bool check_span(struct ws_feed_spans *p, const struct ws_span *span,
                       const struct ws_span_found *found)
{
    p->checked++;
    p->broken = p->broken || !follows(p, span, found);
    if (p->broken)
        return false;
    if (found->any) {
        p->any = p->any || found->end > found->start;
        p->last = found->end > found->start ? found->last : p->last;
        p->end = found->end;
    }
    return true;
}

/* Reads the span without the lock, and waits for its turn to be checked: all spans before it
 * were handed out earlier and are being read. */
static enum ws_status read_span(struct ws_feed *f, struct ws_span_reader *reader,
                                const struct ws_span *span, uint64_t turn, struct ws_slot *s)
{
    struct ws_span_found found;
    enum ws_status st = ws_span_read(reader, f->fd, span, &s->batch, &found);
    pthread_mutex_lock(&f->lock);
    while (f->spans.checked != turn)
        pthread_cond_wait(&f->moved, &f->lock);
    if (!check_span(&f->spans, span, &found))
        s->batch.n = s->batch.n_entries = 0;
    pthread_cond_broadcast(&f->moved);
    pthread_mutex_unlock(&f->lock);
    return st;
}

/* What spans cannot read, the cutter can. */
static enum ws_status leave_spans(struct ws_feed *f, struct ws_error *err)
{
    const struct ws_sift_options *o = f->job->options;
    struct ws_feed_spans *p = &f->spans;
    unsigned doubled = p->breaks < STRETCH_GROW ? p->breaks : STRETCH_GROW;
    p->breaks++;
    p->on = false;
    p->resume = p->end + (span_bytes(f) * STRETCH << doubled);
    if (!p->any)
        return open_cutter(f, err);
    enum ws_status st =
        ws_cutter_open_behind(f->fd, p->last, &o->archive, o->batch_bytes, &f->cutter, err);
    return join_segments(f, st, err);
}

/* Goes on with spans where the cutter may be left: right behind a record, so that it can be
 * taken up there again. */
static void try_spans(struct ws_feed *f, const struct ws_batch *b)
{
    struct ws_feed_spans *p = &f->spans;
    uint64_t at;
    if (p->size == 0 || b->n_entries == 0 || b->input_end < p->resume ||
        !ws_cutter_pauses(f->cutter, &at))
        return;
    const struct ws_batch_entry *e = &b->entries[b->n_entries - 1];
    if (e->length == 0 || e->offset + e->length != at)
        return;
    ws_cutter_close(f->cutter);
    f->cutter = NULL;
    *p = (struct ws_feed_spans){.on = true,
                                .size = p->size,
                                .next = at,
                                .exact = true,
                                .end = at,
                                .last = e->offset,
                                .any = true,
                                .breaks = p->breaks};
}

/* --- the cutter: under the lock ------------------------------------------------------- */

/* Cuts the batch off in front of the first damage in it, which becomes the error of the slot.
 * false: there is none. */
static bool cut_at_damage(struct ws_slot *s)
{
    struct ws_batch *b = &s->batch;
    size_t i = 0;
    while (i < b->n_events && b->events[i].error.code == WS_E_RECORD_TOO_BIG)
        i++;
    if (i == b->n_events)
        return false;
    const struct ws_batch_event *e = &b->events[i];
    ws_error_set(&s->error, e->error.code, e->error.offset, "offset %" PRIu64 ": %.80s (%s)",
                 e->error.offset, e->error.msg, ws_code_name(e->error.code));
    if (e->before < b->n_entries) {
        b->n = b->entries[e->before].at;
        b->n_entries = e->before;
    }
    b->n_events = i;
    return true;
}

/* Fills s from the cutter. st: how opening the input went. */
static enum ws_feed_result cut(struct ws_feed *f, enum ws_status st, struct ws_slot *s)
{
    if (st == WS_OK) {
        st = ws_cutter_next(f->cutter, &s->batch);
        if (st == WS_FATAL)
            s->error = *ws_cutter_error(f->cutter);
    }
    const bool strict = f->job->options->strict;
    s->failed = (strict && cut_at_damage(s)) || st == WS_FATAL;
    s->last = st != WS_OK || s->failed;
    if (s->last)
        end_pass(f, s);
    else
        try_spans(f, &s->batch);
    if (!s->failed || !strict)
        return WS_FEED_BATCH;
    f->next_input = f->job->inputs.n;
    return WS_FEED_STRICT;
}

/* --- the next batch ------------------------------------------------------------------- */

static void begin_slot(struct ws_feed *f, struct ws_slot *s)
{
    s->input = f->next_input;
    s->survey = f->survey;
    s->after = f->survey_end;
    s->seq = f->next_seq++;
    s->batch.n = s->batch.n_entries = s->batch.n_events = 0;
    s->batch.input_end = 0;
    s->last = s->failed = false;
}

/* All spans that were handed out have to be checked before anything else is known. */
static bool must_wait(const struct ws_feed *f)
{
    const struct ws_feed_spans *p = &f->spans;
    return f->open && p->on && (p->broken || p->next == p->size) && p->checked < p->given;
}

static bool is_span_next(const struct ws_feed *f)
{
    return f->spans.on && !f->spans.broken && f->spans.next < f->spans.size;
}

/* All spans were sound, to the end of the file. */
static bool is_read(const struct ws_feed *f)
{
    return f->spans.on && !f->spans.broken && f->spans.end == f->spans.size;
}

enum ws_feed_result ws_feed_next(struct ws_feed *f, struct ws_span_reader *reader,
                                 struct ws_slot *s)
{
    enum ws_feed_result result = WS_FEED_BATCH;
    enum ws_status st = WS_OK;
    pthread_mutex_lock(&f->lock);
    while (must_wait(f))
        pthread_cond_wait(&f->moved, &f->lock);
    if (f->next_input == f->job->inputs.n) {
        pthread_mutex_unlock(&f->lock);
        return WS_FEED_END;
    }
    begin_slot(f, s);
    if (!f->open)
        st = open_input(f, &s->error);
    if (st == WS_OK && is_span_next(f)) {
        uint64_t turn = f->spans.given;
        struct ws_span span = give_span(f);
        pthread_mutex_unlock(&f->lock);
        return read_span(f, reader, &span, turn, s) == WS_OK ? WS_FEED_BATCH
                                                             : WS_FEED_NO_MEMORY;
    }
    if (st == WS_OK && is_read(f)) {
        s->batch.input_end = f->spans.size;
        s->last = true;
        end_pass(f, s);
    } else {
        if (st == WS_OK && f->spans.on)
            st = leave_spans(f, &s->error);
        result = cut(f, st, s);
    }
    pthread_mutex_unlock(&f->lock);
    return result;
}
