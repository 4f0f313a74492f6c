#include "pipeline/feed.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
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
    ws_ahead_init(&f->ahead, job);
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->moved, NULL);
}

/* --- inputs --------------------------------------------------------------------------- */

static void close_input(struct ws_feed_input *in)
{
    ws_file_close(in->file);
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
    ws_ahead_release(&f->ahead);
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

/* Whether the file may be read in spans. */
static bool suits_spans(const struct ws_feed *f, const struct ws_feed_input *in,
                        const struct ws_file_info *info)
{
    uint8_t magic[4];
    return !listed(f, in) && in->file.fd != STDIN_FILENO && info->seekable &&
           ws_file_read_at(in->file, magic, sizeof magic, 0, NULL) == WS_OK &&
           ws_span_suits(magic, sizeof magic);
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

/* What a remote input is known by. When it is read a second time, it must be the same. */
static enum ws_status know_again(struct ws_input *input, const struct ws_file_info *info,
                                 struct ws_error *err)
{
    if (input->known && (strcmp(input->etag, info->etag) != 0 || input->size != info->size)) {
        ws_error_set(err, WS_E_IO, 0, "changed while it was read");
        return WS_FATAL;
    }
    input->known = true;
    input->size = info->size;
    memcpy(input->etag, info->etag, sizeof input->etag);
    return WS_OK;
}

/* Opens it, if its transfer is not on already, and takes it up where an earlier attempt left it. Without the
 * lock: a server may take its time. */
static enum ws_status open_file(const struct ws_feed *f, struct ws_feed_input *in,
                                const struct ws_position *begun_at, struct ws_error *err)
{
    struct ws_input *input = &f->job->inputs.list[in->index];
    struct ws_file_info info;
    char reason[80];
    enum ws_status st = WS_OK;
    if (in->file.fd < 0 && !in->file.remote)
        st = ws_file_open(f->job->net, input->path, in->reading, &in->file, err);
    if (st != WS_OK && err->sys_errno) {
        int e = err->sys_errno;
        ws_error_set(err, WS_E_IO, 0, "cannot be opened: %s",
                     ws_reason(e, reason, sizeof reason));
        err->sys_errno = e;
    }
    if (st == WS_OK)
        st = ws_file_look(in->file, &info, err);
    if (st == WS_OK && in->file.remote)
        st = know_again(input, &info, err);
    if (st != WS_OK)
        return st;
    in->in_spans = in->exact = suits_spans(f, in, &info);
    in->size = in->in_spans ? info.size : 0;
    if (begun_at && !take_up(in, begun_at)) {
        ws_error_set(err, WS_E_IO, 0, "is not the file that it was");
        return WS_FATAL;
    }
    if (!listed(f, in))
        ws_file_expect(in->file, in->in_spans ? in->next : in->any ? in->last : 0);
    return WS_OK;
}

static void begin_ahead(struct ws_feed *f, const struct ws_feed_input *in, uint64_t at)
{
    if (!in->survey) /* else the next one is the same */
        ws_ahead_begin(&f->ahead, in->file, in->index, at);
}

static bool fits(const struct ws_feed *f, const struct ws_feed_input *in)
{
    return !f->broken && (!f->newest || f->newest->ended) && f->next_input == in->index &&
           f->survey == in->survey && f->after == in->after;
}

/* Makes the next input the newest, unless (after spans that were not sound) another is to be read
 * by now; f->opened says how that went. The lock is given away meanwhile. false: no memory. */
static bool open_next(struct ws_feed *f)
{
    struct ws_error err;
    struct ws_feed_input *in = calloc(1, sizeof *in);
    if (!in)
        return false;
    *in = (struct ws_feed_input){.file = ws_ahead_take(&f->ahead, f->next_input),
                                 .index = f->next_input,
                                 .reading = ws_ahead_reading(&f->ahead, f->next_input),
                                 .survey = f->survey,
                                 .after = f->after};
    const struct ws_attempt *t = f->attempts->list[in->index];
    const struct ws_position begun_at = t ? t->begun_at : (struct ws_position){0};
    const bool goes_on = t && !in->survey && t->goes_on;
    f->opening = true;
    pthread_mutex_unlock(&f->lock);
    enum ws_status st = open_file(f, in, goes_on ? &begun_at : NULL, &err);
    pthread_mutex_lock(&f->lock);
    f->opening = false;
    pthread_cond_broadcast(&f->moved);
    if (!fits(f, in)) {
        close_input(in);
        return true;
    }
    *(f->newest ? &f->newest->newer : &f->oldest) = in;
    f->newest = in;
    f->opened = st;
    if (st != WS_OK)
        f->error = err;
    begin_ahead(f, in, 0);
    return true;
}

/* Whether the next input was done before shows only when its server was asked what it is. */
static bool needs_look(const struct ws_feed *f)
{
    return f->job->net && f->job->place.dir_fd >= 0 && f->next_input < f->job->inputs.n &&
           f->looked_at != f->next_input + 1 && !f->attempts->list[f->next_input] &&
           ws_is_remote(f->job->inputs.list[f->next_input].path);
}

/* Asks it, without the lock. If it does not answer, that shows again when the input is opened. */
static void look_at_next(struct ws_feed *f)
{
    struct ws_error err;
    struct ws_file_info info;
    const size_t index = f->next_input;
    struct ws_file file = ws_ahead_take(&f->ahead, index);
    const enum ws_reading reading = ws_ahead_reading(&f->ahead, index);
    f->opening = true;
    pthread_mutex_unlock(&f->lock);
    enum ws_status st = WS_OK;
    if (!file.remote)
        st = ws_file_open(f->job->net, f->job->inputs.list[index].path, reading, &file, &err);
    if (st == WS_OK)
        st = ws_file_look(file, &info, &err);
    if (st == WS_OK)
        st = know_again(&f->job->inputs.list[index], &info, &err);
    pthread_mutex_lock(&f->lock);
    f->opening = false;
    f->looked_at = index + 1;
    if (file.remote)
        ws_ahead_put(&f->ahead, index, file);
    pthread_cond_broadcast(&f->moved);
}

/* From next_input on, to the first input that is still to be read, or to be looked at. false: see
 * f->error. */
static bool pass_over_done(struct ws_feed *f)
{
    enum ws_status st = WS_SKIP;
    while (f->next_input < f->job->inputs.n && !needs_look(f)) {
        st = ws_attempts_begin(f->attempts, f->next_input, &f->error);
        if (st != WS_SKIP)
            break;
        ws_file_close(ws_ahead_take(&f->ahead, f->next_input));
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
    begin_ahead(f, in, in->next);
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
        st = ws_span_read(reader, share->in->file, &share->span, s->batch, &found);
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
        places    ? ws_cutter_open_listed(in->file, &o->archive, o->batch_bytes, places->list,
                                          places->n, &f->cutter, err)
        : in->any ? ws_cutter_open_behind(in->file, in->last, &o->archive, o->batch_bytes,
                                          &f->cutter, err)
                  : ws_cutter_open_file(in->file, &o->archive, o->batch_bytes, &f->cutter, err);
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
    if (st == WS_SKIP || (st == WS_FATAL && s->error.sys_errno == ECANCELED)) {
        f->next_seq--; /* stopped, perhaps while it waited for a server */
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
        begin_ahead(f, f->newest, s->batch->input_end);
        try_spans(f, s->batch);
        s->position = position_of(f->newest, s->batch->input_end);
        s->has_position = f->newest->file.fd != STDIN_FILENO;
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
        if (f->broken && checked) {
            if (f->stopped && f->stopped(f->stopped_ctx))
                return STEP_END; /* perhaps that is why: the next run will see */
            mend(f);
        }
        bool done = !f->newest || f->newest->ended;
        if (done && !f->broken && !f->opening) {
            if (!pass_over_done(f))
                return STEP_OUTPUT;
            if (needs_look(f)) {
                look_at_next(f);
                continue;
            }
        }
        bool at_end = done && f->next_input == f->job->inputs.n;
        if (at_end && checked)
            return STEP_END;
        if (!f->broken && !at_end) {
            if (done && !f->opening) {
                if (!open_next(f))
                    return STEP_NO_MEMORY;
                continue;
            }
            if (!done && f->newest->in_spans)
                return STEP_SHARE;
            if (!done && checked)
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
