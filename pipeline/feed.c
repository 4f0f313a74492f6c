#include "pipeline/feed.h"
#include "pipeline/output/reason.h"

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

void ws_feed_init(struct ws_feed *f, const struct ws_job *job)
{
    *f = (struct ws_feed){.job = job, .survey = job->options->host_memory};
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

/* --- inputs whose turn will come: under the lock ---------------------------------------- */

static enum ws_reading way_of_reading(const struct ws_feed *f)
{
    return f->job->cdx.inputs ? WS_READ_PLACES : WS_READ_ALONG;
}

static bool is_ahead(const struct ws_feed *f, size_t index)
{
    for (size_t i = 0; i < f->n_ahead; i++)
        if (f->ahead[i].index == index)
            return true;
    return false;
}

/* WS_FILE_NONE: it is not ahead. */
static struct ws_file take_ahead(struct ws_feed *f, size_t index)
{
    for (size_t i = 0; i < f->n_ahead; i++) {
        if (f->ahead[i].index != index)
            continue;
        struct ws_file file = f->ahead[i].file;
        f->ahead[i] = f->ahead[--f->n_ahead];
        return file;
    }
    return WS_FILE_NONE;
}

/* Bytes of an input that are still to be fetched, at most, when `at` are handed out. */
static uint64_t to_fetch(const struct ws_feed *f, struct ws_file file, uint64_t at)
{
    struct ws_file_info info;
    if (!file.remote || way_of_reading(f) == WS_READ_PLACES)
        return 0;
    if (!ws_file_peek(file, &info) || !info.seekable)
        return f->job->options->net.read_ahead / 4; /* not known (yet) */
    return info.size > at ? info.size - at : 0;
}

/* Begins the transfers of the inputs that come next, as many as the read-ahead has room for beside what
 * is left of the newest, of which `at` bytes are handed out. What cannot be opened says so in its turn. */
static void open_ahead(struct ws_feed *f, uint64_t at)
{
    const struct ws_feed_input *in = f->newest;
    const struct ws_inputs *inputs = &f->job->inputs;
    if (!f->job->net || in->survey)
        return;
    uint64_t bytes = to_fetch(f, in->file, at);
    for (size_t i = 0; i < f->n_ahead; i++)
        bytes += to_fetch(f, f->ahead[i].file, 0);
    for (size_t i = in->index + 1; i < inputs->n && i <= in->index + WS_FEED_AHEAD &&
                                   f->n_ahead < WS_FEED_AHEAD &&
                                   bytes < f->job->options->net.read_ahead;
         i++) {
        struct ws_feed_ahead *a = &f->ahead[f->n_ahead];
        if (!ws_is_remote(inputs->list[i].path) || is_ahead(f, i) ||
            ws_file_open(f->job->net, inputs->list[i].path, way_of_reading(f), &a->file,
                         NULL) != WS_OK)
            continue;
        a->index = i;
        f->n_ahead++;
        bytes += to_fetch(f, a->file, 0);
    }
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
    while (f->n_ahead)
        ws_file_close(f->ahead[--f->n_ahead].file);
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

/* Opens it, if its transfer is not on already. Without the lock: a server may take its time. */
static enum ws_status open_file(const struct ws_feed *f, struct ws_feed_input *in,
                                struct ws_error *err)
{
    struct ws_input *input = &f->job->inputs.list[in->index];
    struct ws_file_info info;
    char reason[80];
    enum ws_status st = WS_OK;
    if (in->file.fd < 0 && !in->file.remote)
        st = ws_file_open(f->job->net, input->path, way_of_reading(f), &in->file, err);
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
    return WS_OK;
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
    *in = (struct ws_feed_input){.file = take_ahead(f, f->next_input),
                                 .index = f->next_input,
                                 .survey = f->survey,
                                 .after = f->after};
    f->opening = true;
    pthread_mutex_unlock(&f->lock);
    enum ws_status st = open_file(f, in, &err);
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
    open_ahead(f, 0);
    return true;
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
    s->last = s->failed = false;
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
    open_ahead(f, in->next);
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

/* Goes on with spans where the cutter may be left: right behind a record, so that it can be
 * taken up there again. */
static void try_spans(struct ws_feed *f, const struct ws_batch *b)
{
    struct ws_feed_input *in = f->newest;
    uint64_t at;
    if (in->size == 0 || b->n_entries == 0 || b->input_end < in->resume ||
        !ws_cutter_pauses(f->cutter, &at))
        return;
    const struct ws_batch_entry *e = &b->entries[b->n_entries - 1];
    if (e->length == 0 || e->offset + e->length != at || at >= in->size)
        return;
    close_cutter(f);
    in->in_spans = in->exact = in->any = true;
    in->next = in->end = at;
    in->last = e->offset;
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

/* Fills s from the cutter. */
static enum ws_feed_result cut(struct ws_feed *f, struct ws_slot *s)
{
    enum ws_status st = f->opened;
    if (st != WS_OK)
        s->error = f->error;
    else if (!f->cutter)
        st = open_cutter(f, &s->error);
    if (st == WS_OK) {
        st = ws_cutter_next(f->cutter, s->batch);
        if (st == WS_FATAL)
            s->error = *ws_cutter_error(f->cutter);
    }
    const bool strict = f->job->options->strict;
    s->failed = (strict && cut_at_damage(s)) || st == WS_FATAL;
    s->last = st != WS_OK || s->failed;
    if (s->last) {
        leave_input(f, f->newest, s);
        close_cutter(f);
        close_inputs(f, NULL);
    } else {
        open_ahead(f, s->batch->input_end);
        try_spans(f, s->batch);
    }
    if (!s->failed || !strict)
        return WS_FEED_BATCH;
    f->next_input = f->job->inputs.n;
    return WS_FEED_STRICT;
}

/* --- the next batch ------------------------------------------------------------------- */

enum step { STEP_END, STEP_NO_MEMORY, STEP_SHARE, STEP_CUT };

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
    enum ws_feed_result result = step == STEP_END ? WS_FEED_END : WS_FEED_NO_MEMORY;
    struct share share;
    if (step == STEP_SHARE || step == STEP_CUT)
        begin_slot(f, f->newest, s);
    if (step == STEP_SHARE)
        share = give_share(f, s);
    else if (step == STEP_CUT)
        result = cut(f, s);
    pthread_mutex_unlock(&f->lock);
    return step == STEP_SHARE ? read_share(f, reader, &share, s) : result;
}
