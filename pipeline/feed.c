#include "pipeline/feed.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A batch of 4 MiB is about 1 MiB of a compressed file. */
#define PACKED_PER_PLAIN 4
/* Spans' worth of input that the cutter reads after one was not sound; twice as much each time,
 * so that a file of such spans is not read twice all along. */
#define STRETCH      8u
#define STRETCH_GROW 10u

void ws_feed_init(struct ws_feed *f, const struct ws_job *job, struct ws_attempts *attempts)
{
    *f = (struct ws_feed){.job = job, .attempts = attempts, .survey = job->options->host_memory};
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->moved, NULL);
}

/* --- inputs --------------------------------------------------------------------------- */

static void close_input(struct ws_feed_input *in)
{
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    free(in);
}

/* All of which nothing is to be read any more: up to `end`, which stays. */
static void close_inputs(struct ws_feed *f, const struct ws_feed_input *end)
{
    while (f->oldest != end) {
        struct ws_feed_input *in = f->oldest;
        f->oldest = in->newer;
        close_input(in);
    }
    if (!f->oldest)
        f->newest = NULL;
}

static void close_cutter(struct ws_feed *f)
{
    ws_cutter_close(f->cutter);
    f->cutter = NULL;
}

void ws_feed_release(struct ws_feed *f)
{
    close_cutter(f);
    close_inputs(f, NULL);
    pthread_cond_destroy(&f->moved);
    pthread_mutex_destroy(&f->lock);
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static const struct ws_cdx_places *listed(const struct ws_feed *f,
                                          const struct ws_feed_input *in)
{
    return f->job->cdx.inputs ? &f->job->cdx.inputs[in->index] : NULL;
}

/* Whether the file may be read in spans; sets its size then. */
static bool suits_spans(const struct ws_feed *f, struct ws_feed_input *in)
{
    uint8_t magic[4];
    struct stat file;
    if (listed(f, in) || in->fd == STDIN_FILENO || fstat(in->fd, &file) != 0 ||
        !S_ISREG(file.st_mode) ||
        pread(in->fd, magic, sizeof magic, 0) != (ssize_t)sizeof magic ||
        !ws_span_suits(magic, sizeof magic))
        return false;
    in->size = (uint64_t)file.st_size;
    return true;
}

/* false: the file is another one. */
static bool take_up(struct ws_feed_input *in, const struct ws_position *p)
{
    if (p->next > in->size || p->end > in->size || (p->in_spans && !in->size))
        return false;
    in->in_spans = p->in_spans;
    in->exact = p->exact;
    in->any = p->any;
    in->breaks = p->breaks;
    in->next = p->next;
    in->end = p->end;
    in->last = p->last;
    in->resume = p->resume;
    in->to_pass = p->cut;
    return true;
}

static struct ws_position position_of(const struct ws_feed_input *in, uint64_t done)
{
    return (struct ws_position){.in_spans = in->in_spans,
                                .exact = in->exact,
                                .any = in->any,
                                .breaks = in->breaks,
                                .next = in->next,
                                .end = in->end,
                                .last = in->last,
                                .resume = in->resume,
                                .cut = in->cut,
                                .done = done};
}

static enum ws_status open_file(const struct ws_feed *f, struct ws_feed_input *in,
                                struct ws_error *err)
{
    const char *path = f->job->inputs.list[in->index].path;
    in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0) {
        int e = errno;
        char reason[80];
        ws_error_set(err, WS_E_IO, 0, "cannot be opened: %s",
                     ws_reason(e, reason, sizeof reason));
        err->sys_errno = e;
        return WS_FATAL;
    }
    in->in_spans = in->exact = suits_spans(f, in);
    const struct ws_attempt *t = f->attempts->list[in->index];
    if (!t || in->survey || !t->goes_on)
        return WS_OK;
    if (take_up(in, &t->begun_at))
        return WS_OK;
    ws_error_set(err, WS_E_IO, 0, "is not the file that it was");
    return WS_FATAL;
}

/* Makes the next input the newest; f->opened says how that went. false: no memory. */
static bool open_next(struct ws_feed *f)
{
    struct ws_feed_input *in = calloc(1, sizeof *in);
    if (!in)
        return false;
    *in = (struct ws_feed_input){
        .fd = -1, .index = f->next_input, .survey = f->survey, .after = f->after};
    *(f->newest ? &f->newest->newer : &f->oldest) = in;
    f->newest = in;
    f->opened = open_file(f, in, &f->error);
    return true;
}

/* From next_input on, to the first input that is still to be read. false: see f->error. */
static bool pass_over_done(struct ws_feed *f)
{
    enum ws_status st = WS_SKIP;
    while (f->next_input < f->job->inputs.n) {
        st = ws_attempts_begin(f->attempts, f->next_input, &f->error);
        if (st != WS_SKIP)
            break;
        f->next_input++;
    }
    return st != WS_FATAL;
}

/* Nothing more comes from an input in this pass; s is its last slot. The next one, or the same
 * a second time: not one that could not be read to its end. */
static void leave_input(struct ws_feed *f, const struct ws_feed_input *in,
                        const struct ws_slot *s)
{
    bool again = in->survey && !s->failed;
    if (again)
        f->after = s->seq;
    f->next_input = in->index + !again;
    f->survey = !again && f->job->options->host_memory;
}

/* --- spans ---------------------------------------------------------------------------- */

/* What one thread was given to read. */
struct share {
    struct ws_feed_input *in;
    struct ws_span span;
    bool is_end; /* nothing: it only says that the input ends here */
    uint64_t turn;
};

static uint64_t span_bytes(const struct ws_feed *f)
{
    size_t n = f->job->options->batch_bytes / PACKED_PER_PLAIN;
    return n ? n : 1;
}

/* A slot of which nothing is known but its number. */
static void begin_slot(struct ws_feed *f, const struct ws_feed_input *in, struct ws_slot *s)
{
    s->input = in->index;
    s->survey = in->survey;
    s->after = in->after;
    s->seq = f->next_seq++;
    s->batch->n = s->batch->n_entries = s->batch->n_events = 0;
    s->batch->input_end = 0;
    s->last = s->failed = s->has_position = false;
}

/* The next span of the newest input, or its end: then the input after it is the next. */
static struct share give_share(struct ws_feed *f, const struct ws_slot *s)
{
    struct ws_feed_input *in = f->newest;
    const uint64_t bytes = span_bytes(f);
    struct share share = {.in = in, .is_end = in->next == in->size, .turn = f->given++};
    if (share.is_end) {
        leave_input(f, in, s);
        in->ended = true;
        return share;
    }
    share.span = (struct ws_span){.from = in->next, .size = in->size, .exact = in->exact};
    share.span.until = (in->next / bytes + 1) * bytes;
    if (share.span.until > in->size)
        share.span.until = in->size;
    in->next = share.span.until;
    in->exact = false;
    return share;
}

/* Whether what was found is the truth: it begins where the spans before ended. */
static bool follows(const struct share *share, const struct ws_span_found *found)
{
    const uint64_t end = share->in->end;
    if (share->is_end)
        return end == share->in->size;
    return found->sound && (found->any ? found->start == end : end >= share->span.until);
}

/* In the order of the shares. */
static void check_share(struct ws_feed *f, const struct share *share,
                        const struct ws_span_found *found, struct ws_slot *s)
{
    f->checked++;
    if (!f->broken && !follows(share, found))
        f->broken = share->in;
    if (f->broken) {
        s->batch->n = s->batch->n_entries = 0;
        s->batch->input_end = 0;
    } else if (share->is_end) {
        s->batch->input_end = share->in->size;
        s->last = true;
        close_inputs(f, share->in->newer);
    } else if (found->any) {
        share->in->any = share->in->any || found->end > found->start;
        share->in->last = found->end > found->start ? found->last : share->in->last;
        share->in->end = found->end;
    }
    if (f->broken || share->is_end)
        return;
    s->position = position_of(share->in, share->in->end);
    s->position.next = share->span.until; /* what was handed out behind it is not checked */
    s->position.exact = false;
    s->has_position = true;
}

/* Reads a span without the lock, and waits for its turn to be checked: all shares before it
 * were handed out earlier and are being read. */
static enum ws_feed_result read_share(struct ws_feed *f, struct ws_span_reader *reader,
                                      const struct share *share, struct ws_slot *s)
{
    struct ws_span_found found = {0};
    enum ws_status st = WS_OK;
    if (!share->is_end)
        st = ws_span_read(reader, share->in->fd, &share->span, s->batch, &found);
    pthread_mutex_lock(&f->lock);
    while (f->checked != share->turn)
        pthread_cond_wait(&f->moved, &f->lock);
    check_share(f, share, &found, s);
    pthread_cond_broadcast(&f->moved);
    pthread_mutex_unlock(&f->lock);
    return st == WS_OK ? WS_FEED_BATCH : WS_FEED_NO_MEMORY;
}

/* All shares are in. The input that broke is the newest again, and left to the cutter. */
static void mend(struct ws_feed *f)
{
    struct ws_feed_input *in = f->broken;
    unsigned doubled = in->breaks < STRETCH_GROW ? in->breaks : STRETCH_GROW;
    for (struct ws_feed_input *next; (next = in->newer) != NULL;) {
        in->newer = next->newer;
        close_input(next);
    }
    f->newest = in;
    f->opened = WS_OK;
    f->broken = NULL;
    in->in_spans = in->ended = false;
    in->cut = 0;
    in->resume = in->end + (span_bytes(f) * STRETCH << doubled);
    in->breaks++;
}

/* --- the cutter: under the lock, with one input ---------------------------------------- */

static enum ws_status open_cutter(struct ws_feed *f, struct ws_error *err)
{
    const struct ws_sift_options *o = f->job->options;
    const struct ws_feed_input *in = f->newest;
    const struct ws_cdx_places *places = listed(f, in);
    enum ws_status st =
        places    ? ws_cutter_open_listed(in->fd, &o->archive, o->batch_bytes, places->list,
                                          places->n, &f->cutter, err)
        : in->any ? ws_cutter_open_behind(in->fd, in->last, &o->archive, o->batch_bytes,
                                          &f->cutter, err)
                  : ws_cutter_open_fd(in->fd, &o->archive, o->batch_bytes, &f->cutter, err);
    if (st != WS_OK || ws_cutter_join_segments(f->cutter, &o->archive))
        return st;
    return no_memory(err);
}

/* Notes where the cutter may be left: right behind a record, so that it can be taken up there
 * again. If it has had its stretch, spans go on there. */
static void try_spans(struct ws_feed *f, const struct ws_batch *b)
{
    struct ws_feed_input *in = f->newest;
    uint64_t at;
    if (in->size == 0 || b->n_entries == 0 || !ws_cutter_pauses(f->cutter, &at))
        return;
    const struct ws_batch_entry *e = &b->entries[b->n_entries - 1];
    if (e->length == 0 || e->offset + e->length != at || at >= in->size)
        return;
    in->any = true;
    in->next = in->end = at;
    in->last = e->offset;
    in->cut = 0;
    if (b->input_end < in->resume)
        return;
    close_cutter(f);
    in->in_spans = in->exact = true;
}

/* Cuts the batch off in front of the first damage in it, which becomes the error of the slot.
 * false: there is none. */
static bool cut_at_damage(struct ws_slot *s)
{
    struct ws_batch *b = s->batch;
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

/* The next batch that counts: an earlier attempt is done with those before it. */
static enum ws_status next_of_cutter(struct ws_feed *f, struct ws_batch *b)
{
    struct ws_feed_input *in = f->newest;
    enum ws_status st = WS_OK;
    for (; st == WS_OK && in->to_pass; in->to_pass--, in->cut++) {
        if (f->stopped && f->stopped(f->stopped_ctx))
            return WS_SKIP;
        st = ws_cutter_next(f->cutter, b);
    }
    if (st == WS_OK)
        st = ws_cutter_next(f->cutter, b);
    in->cut++;
    return st;
}

/* Fills s from the cutter. */
static enum ws_feed_result cut(struct ws_feed *f, struct ws_slot *s)
{
    enum ws_status st = f->opened;
    if (st != WS_OK)
        s->error = f->error;
    else if (!f->cutter)
        st = open_cutter(f, &s->error);
    if (st == WS_OK) {
        st = next_of_cutter(f, s->batch);
        if (st == WS_FATAL)
            s->error = *ws_cutter_error(f->cutter);
    }
    if (st == WS_SKIP) {
        f->next_seq--;
        return WS_FEED_END;
    }
    const bool strict = f->job->options->strict;
    s->failed = (strict && cut_at_damage(s)) || st == WS_FATAL;
    s->last = st != WS_OK || s->failed;
    if (s->last) {
        leave_input(f, f->newest, s);
        close_cutter(f);
        close_inputs(f, NULL);
    } else {
        try_spans(f, s->batch);
        s->position = position_of(f->newest, s->batch->input_end);
        s->has_position = f->newest->fd != STDIN_FILENO;
    }
    if (!s->failed || !strict)
        return WS_FEED_BATCH;
    f->next_input = f->job->inputs.n;
    return WS_FEED_STRICT;
}

/* --- the next batch ------------------------------------------------------------------- */

enum step { STEP_END, STEP_NO_MEMORY, STEP_OUTPUT, STEP_SHARE, STEP_CUT };

/* What to do next, and opens inputs for it. Waits for shares to be checked where all that
 * follows hangs on them: the cutter's batches, errors and the end of all cannot be taken back.
 */
static enum step next_step(struct ws_feed *f)
{
    for (;;) {
        bool checked = f->checked == f->given;
        if (f->broken && checked)
            mend(f);
        bool done = !f->newest || f->newest->ended;
        if (done && !f->broken && !pass_over_done(f))
            return STEP_OUTPUT;
        bool at_end = done && f->next_input == f->job->inputs.n;
        if (at_end && checked)
            return STEP_END;
        if (!f->broken && !at_end) {
            if (done && !open_next(f))
                return STEP_NO_MEMORY;
            if (f->newest->in_spans)
                return STEP_SHARE;
            if (checked)
                return STEP_CUT;
        }
        pthread_cond_wait(&f->moved, &f->lock);
    }
}

enum ws_feed_result ws_feed_next(struct ws_feed *f, struct ws_span_reader *reader,
                                 struct ws_slot *s)
{
    pthread_mutex_lock(&f->lock);
    enum step step = next_step(f);
    enum ws_feed_result result = step == STEP_END      ? WS_FEED_END
                                 : step == STEP_OUTPUT ? WS_FEED_OUTPUT
                                                       : WS_FEED_NO_MEMORY;
    struct share share;
    if (step == STEP_SHARE || step == STEP_CUT)
        begin_slot(f, f->newest, s);
    if (step == STEP_OUTPUT)
        s->error = f->error;
    if (step == STEP_SHARE)
        share = give_share(f, s);
    else if (step == STEP_CUT)
        result = cut(f, s);
    pthread_mutex_unlock(&f->lock);
    return step == STEP_SHARE ? read_share(f, reader, &share, s) : result;
}
