#include "warc/remote.h"
#include "warc/transfer.h"
#include "warc/window.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The front of a file is looked at again and again (what it is, ws_front_read()): it is kept.
 */
#define HEAD_BYTES ((size_t)256 << 10)
/* WS_READ_PLACES: of the first request; the next one is twice as long when reading goes on
 * where it ended, or no further than NEAR behind it: what a new request costs otherwise. */
#define FIRST_STEP ((uint64_t)64 << 10)
#define NEAR       ((uint64_t)512 << 10)
/* After so many bytes without a break failures are counted anew. */
#define SOUND_BYTES ((uint64_t)1 << 20)
/* How often a waiting reader looks whether the run was interrupted. */
#define POLL_MS 200

/* One that waits, on its own stack. */
struct reader {
    uint64_t at, end; /* what it still needs */
    struct reader *next;
};

struct ws_remote {
    struct ws_net *net;
    struct ws_request request;
    enum ws_reading reading;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t arrived; /* readers: bytes, the first answer, the end, a failure */
    pthread_cond_t wanted;  /* the thread: room, a jump, the end */
    /* All below under lock: */
    struct ws_object object;
    struct ws_window window;
    uint8_t head[HEAD_BYTES];
    size_t n_head;
    uint64_t furthest; /* end of the furthest read so far, since the last jump */
    uint64_t until;    /* what is to be fetched, WS_READ_PLACES; else UINT64_MAX */
    uint64_t step;     /* WS_READ_PLACES: length of the last request */
    struct reader *readers;
    bool jump; /* the transfer is to begin anew, at goal */
    uint64_t goal;
    bool stop;
    bool ended; /* the file ends at `end`: the server did not say its size */
    uint64_t end;
    bool failed;
    struct ws_error error; /* why */
};

/* --- time ----------------------------------------------------------------------------- */

static struct timespec in_ms(uint32_t ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)(ms / 1000);
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

/* Any number: nothing that is written depends on it. */
static uint32_t chance(const struct ws_remote *r)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t x = (uint64_t)t.tv_nsec ^ (uint64_t)(uintptr_t)r;
    return (uint32_t)((x * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

/* --- what there is, and what is wanted: under the lock -------------------------------- */

static bool is_end(const struct ws_remote *r, uint64_t offset)
{
    return (r->object.sized && offset >= r->object.size) || (r->ended && offset >= r->end);
}

/* Drops what may be dropped. Whether there is room for something new. */
static bool has_room(struct ws_remote *r)
{
    const uint64_t behind = r->net->options.keep_behind;
    uint64_t keep = r->furthest > behind ? r->furthest - behind : 0;
    for (const struct reader *w = r->readers; w; w = w->next)
        if (w->at < keep)
            keep = w->at;
    ws_window_drop(&r->window, keep);
    return r->window.hi - r->window.lo < r->window.capacity &&
           (r->window.hi < r->furthest ||
            r->window.hi - r->furthest < r->net->options.read_ahead);
}

static bool wants_more(struct ws_remote *r)
{
    return !r->failed && !is_end(r, r->window.hi) && r->window.hi < r->until && has_room(r);
}

/* How far behind the window a byte may be that is waited for, not jumped to. */
static uint64_t reach(const struct ws_remote *r)
{
    return r->reading == WS_READ_PLACES ? NEAR : r->window.capacity;
}

static bool in_reach(const struct ws_remote *r, uint64_t offset)
{
    return offset >= r->window.lo && offset <= r->window.hi + reach(r);
}

/* Sees to it that the bytes a reader needs will come. */
static void ask(struct ws_remote *r, const struct reader *me)
{
    if (r->jump)
        return; /* for another; then it is this one's turn */
    if (!in_reach(r, me->at)) {
        for (const struct reader *w = r->readers; w; w = w->next)
            if (w != me && in_reach(r, w->at))
                return; /* first those who will soon have theirs */
        r->jump = true;
        r->goal = me->at;
    } else if (r->reading == WS_READ_PLACES && r->until < me->end) {
        r->step = r->step < r->net->options.read_ahead / 2 ? 2 * r->step : r->step;
        r->until = me->end > r->window.hi + r->step ? me->end : r->window.hi + r->step;
    }
}

static void begin_anew(struct ws_remote *r)
{
    uint64_t end = r->goal;
    r->jump = false;
    ws_window_restart(&r->window, r->goal);
    r->furthest = r->goal;
    for (const struct reader *w = r->readers; w; w = w->next) {
        if (w->end > r->furthest)
            r->furthest = w->end;
        if (w->at == r->goal && w->end > end)
            end = w->end;
    }
    r->step = FIRST_STEP;
    if (r->reading == WS_READ_PLACES)
        r->until = end > r->goal + r->step ? end : r->goal + r->step;
}

/* --- the thread ----------------------------------------------------------------------- */

static void fail(struct ws_remote *r, enum ws_code code, const char *why)
{
    r->failed = true;
    ws_error_set(&r->error, code, r->window.hi, "%s", why);
    pthread_cond_broadcast(&r->arrived);
}

static void on_object(void *ctx, const struct ws_object *o)
{
    struct ws_remote *r = ctx;
    pthread_mutex_lock(&r->lock);
    r->object = *o;
    pthread_cond_broadcast(&r->arrived);
    pthread_mutex_unlock(&r->lock);
}

static void keep_head(struct ws_remote *r, const uint8_t *p, size_t n, uint64_t at)
{
    if (at != r->n_head || r->n_head == HEAD_BYTES)
        return;
    size_t k = HEAD_BYTES - r->n_head < n ? HEAD_BYTES - r->n_head : n;
    memcpy(r->head + r->n_head, p, k);
    r->n_head += k;
}

static bool on_bytes(void *ctx, const uint8_t *p, size_t n)
{
    struct ws_remote *r = ctx;
    bool on = true;
    pthread_mutex_lock(&r->lock);
    while (n && on) {
        size_t put = 0;
        while (!r->stop && !r->jump && !has_room(r))
            pthread_cond_wait(&r->wanted, &r->lock);
        on = !r->stop && !r->jump;
        if (on && !ws_window_put(&r->window, p, n, &put)) {
            fail(r, WS_E_NOMEM, "out of memory");
            on = false;
        }
        keep_head(r, p, put, r->window.hi - put);
        p += put;
        n -= put;
        pthread_cond_broadcast(&r->arrived);
    }
    pthread_mutex_unlock(&r->lock);
    return on;
}

static bool is_stopped(void *ctx)
{
    struct ws_remote *r = ctx;
    pthread_mutex_lock(&r->lock);
    bool stopped = r->stop || r->jump;
    pthread_mutex_unlock(&r->lock);
    return stopped;
}

/* Fetches on, once. Without the lock while it does. */
static enum ws_fetch_result fetch(struct ws_remote *r, struct ws_fetch *f, void *handle)
{
    const struct ws_fetch_sink sink = {r, on_object, on_bytes, is_stopped};
    const struct ws_object object = r->object;
    *f = (struct ws_fetch){.request = &r->request,
                           .sink = &sink,
                           .object = &object,
                           .from = r->window.hi,
                           .until = r->until,
                           .timeout = r->net->options.timeout};
    pthread_mutex_unlock(&r->lock);
    enum ws_fetch_result result = ws_fetch(f, handle);
    pthread_mutex_lock(&r->lock);
    if (result != WS_FETCH_DONE || r->window.hi >= r->until || is_end(r, r->window.hi))
        return result;
    if (r->object.sized) {
        snprintf(f->why, sizeof f->why, "the server ended the transfer early");
        return WS_FETCH_AGAIN;
    }
    r->ended = true;
    r->end = r->window.hi;
    return result;
}

/* Failures in a row. */
struct trouble {
    unsigned n;
    uint64_t at; /* where the transfer stood at the last one */
};

/* Waits before the next attempt, or gives up. */
static void after_failure(struct ws_remote *r, const struct ws_fetch *f, struct trouble *t)
{
    char why[160];
    unsigned most = r->net->options.retries;
    if (f->attempts && most > f->attempts - 1)
        most = f->attempts - 1;
    if (r->window.hi >= t->at + SOUND_BYTES)
        t->n = 0;
    t->at = r->window.hi;
    if (t->n++ >= most) {
        snprintf(why, sizeof why, "%s (attempts: %u)", f->why, t->n);
        fail(r, WS_E_IO, why);
        return;
    }
    const struct timespec until = in_ms(ws_fetch_delay(t->n, f->retry_after, chance(r)));
    while (!r->stop && pthread_cond_timedwait(&r->wanted, &r->lock, &until) != ETIMEDOUT)
        continue;
}

static void *run(void *ctx)
{
    struct ws_remote *r = ctx;
    struct trouble trouble = {0};
    struct ws_fetch f;
    void *handle = ws_net_take(r->net);
    pthread_mutex_lock(&r->lock);
    if (!handle)
        fail(r, WS_E_NOMEM, "out of memory");
    while (!r->stop) {
        if (r->jump && !r->failed) {
            begin_anew(r);
            trouble.at = r->window.hi;
        }
        if (!wants_more(r)) {
            pthread_cond_broadcast(&r->arrived); /* perhaps it is the end */
            pthread_cond_wait(&r->wanted, &r->lock);
            continue;
        }
        enum ws_fetch_result result = fetch(r, &f, handle);
        if (result == WS_FETCH_FAILED)
            fail(r, WS_E_IO, f.why);
        else if (result == WS_FETCH_AGAIN)
            after_failure(r, &f, &trouble);
    }
    pthread_mutex_unlock(&r->lock);
    ws_net_give(r->net, handle);
    return NULL;
}

/* --- readers -------------------------------------------------------------------------- */

/* Waits a while for news. false: the run was interrupted. */
static bool wait_for_news(struct ws_remote *r, struct ws_error *err, uint64_t offset)
{
    const struct ws_net_options *o = &r->net->options;
    const struct timespec until = in_ms(POLL_MS);
    pthread_cond_timedwait(&r->arrived, &r->lock, &until);
    if (!o->interrupted || !o->interrupted(o->ctx))
        return true;
    ws_error_set(err, WS_E_IO, offset, "interrupted");
    if (err)
        err->sys_errno = ECANCELED;
    return false;
}

static size_t copy(const struct ws_remote *r, uint8_t *p, size_t n, uint64_t offset)
{
    if (offset >= r->n_head)
        return ws_window_get(&r->window, offset, p, n);
    if (n > r->n_head - (size_t)offset)
        n = r->n_head - (size_t)offset;
    memcpy(p, r->head + offset, n);
    return n;
}

/* Gets on with what reader w needs. WS_OK: some of it came; WS_EOF: the file has no more;
 * WS_SKIP: it waited; WS_FATAL. */
static enum ws_status get_on(struct ws_remote *r, struct reader *w, uint8_t *p,
                             struct ws_error *err)
{
    size_t n = copy(r, p, (size_t)(w->end - w->at), w->at);
    w->at += n;
    if (n)
        return WS_OK;
    if (is_end(r, w->at))
        return WS_EOF;
    if (r->failed) {
        if (err)
            *err = r->error;
        return WS_FATAL;
    }
    ask(r, w);
    pthread_cond_signal(&r->wanted);
    return wait_for_news(r, err, w->at) ? WS_SKIP : WS_FATAL;
}

static void leave(struct ws_remote *r, const struct reader *me)
{
    struct reader **at = &r->readers;
    while (*at != me)
        at = &(*at)->next;
    *at = me->next;
    pthread_cond_signal(&r->wanted);
    if (r->readers)
        pthread_cond_broadcast(&r->arrived); /* it may be another one's turn to jump */
}

enum ws_status ws_remote_read(struct ws_remote *r, void *p, size_t n, uint64_t offset,
                              size_t *got, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    pthread_mutex_lock(&r->lock);
    struct reader me = {offset, offset + n, r->readers};
    r->readers = &me;
    if (me.end > r->furthest && in_reach(r, offset))
        r->furthest = me.end;
    while (me.at < me.end && (st == WS_OK || st == WS_SKIP))
        st = get_on(r, &me, (uint8_t *)p + (me.at - offset), err);
    leave(r, &me);
    pthread_mutex_unlock(&r->lock);
    *got = (size_t)(me.at - offset);
    return st == WS_FATAL ? st : WS_OK;
}

static bool tell(const struct ws_remote *r, struct ws_file_info *info)
{
    const struct ws_object *o = &r->object;
    *info = (struct ws_file_info){.seekable = o->sized, .size = o->size};
    snprintf(info->etag, sizeof info->etag, "%s", *o->etag ? o->etag : o->modified);
    return o->known;
}

enum ws_status ws_remote_look(struct ws_remote *r, struct ws_file_info *info,
                              struct ws_error *err)
{
    enum ws_status st = WS_OK;
    pthread_mutex_lock(&r->lock);
    while (st == WS_OK && !tell(r, info)) {
        if (r->failed && err)
            *err = r->error;
        if (r->failed || !wait_for_news(r, err, 0))
            st = WS_FATAL;
    }
    pthread_mutex_unlock(&r->lock);
    return st;
}

bool ws_remote_peek(struct ws_remote *r, struct ws_file_info *info)
{
    pthread_mutex_lock(&r->lock);
    bool known = tell(r, info);
    pthread_mutex_unlock(&r->lock);
    return known;
}

void ws_remote_expect(struct ws_remote *r, uint64_t offset)
{
    pthread_mutex_lock(&r->lock);
    r->reading = WS_READ_ALONG;
    r->until = UINT64_MAX;
    if (!r->jump && (offset < r->window.lo || offset > r->window.hi + NEAR)) {
        r->jump = true;
        r->goal = offset;
    }
    pthread_cond_signal(&r->wanted);
    pthread_mutex_unlock(&r->lock);
}

/* --- opening and closing -------------------------------------------------------------- */

static void release(struct ws_remote *r)
{
    ws_window_release(&r->window);
    ws_request_release(&r->request);
    pthread_cond_destroy(&r->arrived);
    pthread_cond_destroy(&r->wanted);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static void init_locks(struct ws_remote *r)
{
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->arrived, &clock);
    pthread_cond_init(&r->wanted, &clock);
    pthread_condattr_destroy(&clock);
}

enum ws_status ws_remote_open(struct ws_net *net, const char *path, enum ws_reading reading,
                              struct ws_remote **out, struct ws_error *err)
{
    *out = NULL;
    if (!ws_net_library() || !net) {
        ws_error_set(err, WS_E_UNSUPPORTED, 0,
                     net ? "this build reads no remote files: it has no libcurl"
                         : "remote files are not opened here");
        return WS_FATAL;
    }
    struct ws_remote *r = calloc(1, sizeof *r);
    if (!r) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    r->net = net;
    r->reading = reading;
    r->step = FIRST_STEP;
    r->until = reading == WS_READ_PLACES ? FIRST_STEP : UINT64_MAX;
    init_locks(r);
    enum ws_status st = ws_net_request(net, path, &r->request, err);
    if (st == WS_OK &&
        (!ws_window_init(&r->window, net->options.read_ahead + net->options.keep_behind) ||
         pthread_create(&r->thread, NULL, run, r) != 0)) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory, or of threads");
        st = WS_FATAL;
    }
    if (st != WS_OK) {
        release(r);
        return st;
    }
    *out = r;
    return WS_OK;
}

void ws_remote_close(struct ws_remote *r)
{
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_signal(&r->wanted);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    release(r);
}
