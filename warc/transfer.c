#include "warc/transfer.h"
#include "warc/asking.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DELAY_FIRST_MS  500u
#define DELAY_MAX_MS    30000u
#define RETRY_AFTER_MAX 120

uint32_t ws_fetch_delay(unsigned n, long retry_after, uint32_t chance)
{
    uint32_t ms = DELAY_FIRST_MS;
    if (retry_after > 0)
        return (uint32_t)(retry_after < RETRY_AFTER_MAX ? retry_after : RETRY_AFTER_MAX) *
                   1000 +
               chance % DELAY_FIRST_MS;
    while (n > 1 && ms < DELAY_MAX_MS) {
        ms *= 2;
        n--;
    }
    if (ms > DELAY_MAX_MS)
        ms = DELAY_MAX_MS;
    return ms / 2 + chance % (ms / 2);
}

#ifdef WS_HAVE_CURL
#include <inttypes.h>
#include <time.h>

/* SHA-256 of nothing: libcurl 7.88 signs only requests that say it. */
#define EMPTY_BODY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* What the header of an answer says. */
struct answer {
    struct ws_object object;
    bool has_range; /* Content-Range */
    uint64_t range_from;
    char region[24]; /* of the bucket, if it is in another one */
};

struct attempt {
    struct ws_fetch *f;
    CURL *h;
    struct ws_asking asking;
    struct answer answer; /* the last one: redirects have others before */
    bool judged;          /* by the first bytes of the body, or its end: */
    bool good;            /*   it is of the object, and goes to the sink */
    bool wrong;           /*   it cannot be used; f->why */
    bool stopped;
    bool silent;     /* nothing came for f->timeout seconds */
    time_t heard_at; /* when something did, on the monotonic clock */
    uint64_t skip;   /* bytes at the start of the body that are there already */
    char body[WS_ERROR_BODY + 1];
    size_t n_body;
};

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* --- headers -------------------------------------------------------------------------- */

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
    struct attempt *t = ctx;
    struct answer *a = &t->answer;
    size_t n = size * count;
    char range[80];
    t->heard_at = now();
    if (n > 5 && strncasecmp(line, "HTTP/", 5) == 0)
        *a = (struct answer){0}; /* another answer begins */
    (void)(ws_header_field(line, n, "etag", a->object.etag, sizeof a->object.etag) ||
           ws_header_field(line, n, "last-modified", a->object.modified,
                           sizeof a->object.modified) ||
           ws_header_field(line, n, "x-amz-bucket-region", a->region, sizeof a->region));
    if (ws_header_field(line, n, "content-range", range, sizeof range)) {
        uint64_t from, to, total;
        int got = sscanf(range, "bytes %" SCNu64 "-%" SCNu64 "/%" SCNu64, &from, &to, &total);
        a->has_range = got >= 2;
        a->range_from = got >= 2 ? from : 0;
        a->object.sized = got == 3;
        a->object.size = got == 3 ? total : 0;
    }
    return n;
}

/* --- the first bytes of a body: what are they? ---------------------------------------- */

static const char *strong_part(const char *etag)
{
    return strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
}

/* What one of them does not say is no difference; *compared: they have something in common. */
static bool same_object(const struct ws_object *a, const struct ws_object *b, bool *compared)
{
    bool etag = *a->etag && *b->etag, modified = *a->modified && *b->modified,
         sized = a->sized && b->sized;
    *compared = etag || modified || sized;
    return (!etag || strcmp(strong_part(a->etag), strong_part(b->etag)) == 0) &&
           (!modified || strcmp(a->modified, b->modified) == 0) &&
           (!sized || a->size == b->size);
}

static void refuse(struct attempt *t, const char *why)
{
    t->wrong = true;
    snprintf(t->f->why, sizeof t->f->why, "%s", why);
}

/* An answer with bytes of the object: is it the same, and which bytes? */
static void judge_object(struct attempt *t, long status)
{
    struct ws_fetch *f = t->f;
    struct ws_object *o = &t->answer.object;
    curl_off_t length = -1;
    bool compared = true;
    curl_easy_getinfo(t->h, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    o->known = true;
    if (status == 200) {
        o->sized = length >= 0;
        o->size = length >= 0 ? (uint64_t)length : 0;
        t->skip = f->from; /* Range was ignored, or (If-Range) is void */
    }
    if (f->object->known && !same_object(f->object, o, &compared))
        refuse(t, "changed while it was read");
    else if (!compared)
        refuse(t, "broke off, and the server gives nothing by which it could be known again "
                  "(ETag, Last-Modified, Content-Length)");
    else if (status == 206 && (!t->answer.has_range || t->answer.range_from != f->from))
        refuse(t, "the server sent other bytes than it was asked for");
    t->good = !t->wrong;
    if (t->good && !f->object->known)
        f->sink->object(f->sink->ctx, o);
}

static void judge(struct attempt *t)
{
    long status = 0;
    t->judged = true;
    curl_easy_getinfo(t->h, CURLINFO_RESPONSE_CODE, &status);
    if (status == 200 || (status == 206 && (t->f->from || t->f->until != UINT64_MAX)))
        judge_object(t, status);
    else if (status == 416 && t->f->object->known)
        refuse(t, "changed while it was read");
}

static size_t on_body(char *p, size_t size, size_t count, void *ctx)
{
    struct attempt *t = ctx;
    size_t n = size * count, from = 0;
    if (!t->judged)
        judge(t);
    if (t->wrong)
        return n ? 0 : n;
    if (!t->good) { /* of an error */
        size_t k = n < WS_ERROR_BODY - t->n_body ? n : WS_ERROR_BODY - t->n_body;
        memcpy(t->body + t->n_body, p, k);
        t->n_body += k;
        return n;
    }
    if (t->skip) {
        from = t->skip < n ? (size_t)t->skip : n;
        t->skip -= from;
    }
    if (from < n && !t->f->sink->take(t->f->sink->ctx, (const uint8_t *)p + from, n - from))
        t->stopped = true;
    t->heard_at = now(); /* taking may have lasted */
    return t->stopped ? 0 : n;
}

/* Called about once a second. libcurl's own LOW_SPEED_TIME looks at a mean, and finds silence
 * later. */
static int on_progress(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct attempt *t = ctx;
    (void)a, (void)b, (void)c, (void)d;
    t->stopped = t->stopped || t->f->sink->stopped(t->f->sink->ctx);
    t->silent = now() - t->heard_at >= (time_t)t->f->timeout;
    return t->stopped || t->silent;
}

/* --- the end of an attempt ------------------------------------------------------------ */

static enum ws_fetch_result result_of(enum ws_verdict v)
{
    return v == WS_TRY_AGAIN ? WS_FETCH_AGAIN : WS_FETCH_FAILED;
}

static enum ws_fetch_result judge_status(struct attempt *t, long status)
{
    struct ws_fetch *f = t->f;
    t->body[t->n_body] = '\0';
    return result_of(
        ws_asking_status(f->request, status, t->body, t->answer.region, &f->attempts, f->why));
}

static enum ws_fetch_result judge_curl(struct attempt *t, CURLcode rc)
{
    struct ws_fetch *f = t->f;
    enum ws_verdict v = ws_asking_failure(&t->asking, rc, &f->attempts, f->why);
    if (t->silent)
        snprintf(f->why, sizeof f->why, "nothing came for %u seconds", f->timeout);
    return result_of(v);
}

static enum ws_fetch_result conclude(struct attempt *t, CURLcode rc)
{
    long status = 0;
    curl_off_t after = 0;
    if (t->stopped)
        return WS_FETCH_STOPPED;
    curl_easy_getinfo(t->h, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->h, CURLINFO_RETRY_AFTER, &after);
    t->f->retry_after = after > 0 && after < RETRY_AFTER_MAX ? (long)after
                        : after > 0                          ? RETRY_AFTER_MAX
                                                             : 0;
    if (rc == CURLE_OK && !t->judged)
        judge(t); /* there was no body */
    if (t->wrong)
        return WS_FETCH_FAILED;
    if (t->good && rc == CURLE_OK && t->skip == 0)
        return WS_FETCH_DONE;
    if (!t->good && (status >= 400 || (status >= 300 && rc == CURLE_OK)))
        return judge_status(t, status);
    if (rc != CURLE_OK)
        return judge_curl(t, rc);
    snprintf(t->f->why, sizeof t->f->why, "HTTP status %ld, which is no answer", status);
    return WS_FETCH_FAILED;
}

/* --- asking --------------------------------------------------------------------------- */

/* false: no memory. */
static bool make_headers(struct attempt *t)
{
    const struct ws_fetch *f = t->f;
    const struct ws_object *o = f->object;
    bool ok = ws_asking_sign(&t->asking, f->request, EMPTY_BODY);
    /* RFC 9110, 13.1.5: no weak ones. */
    if (f->from && *o->etag && strncmp(o->etag, "W/", 2) != 0)
        ok = ok && ws_asking_header(&t->asking, "If-Range", o->etag);
    else if (f->from && !*o->etag && *o->modified)
        ok = ok && ws_asking_header(&t->asking, "If-Range", o->modified);
    return ok;
}

static void set_request(struct attempt *t)
{
    const struct ws_fetch *f = t->f;
    char range[48];
    CURL *h = t->h;
    ws_asking_begin(&t->asking, h, f->request, f->timeout);
    if (f->until != UINT64_MAX)
        snprintf(range, sizeof range, "%" PRIu64 "-%" PRIu64, f->from, f->until - 1);
    else
        snprintf(range, sizeof range, "%" PRIu64 "-", f->from);
    if (f->from || f->until != UINT64_MAX)
        curl_easy_setopt(h, CURLOPT_RANGE, range);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(h, CURLOPT_XFERINFODATA, t);
}

enum ws_fetch_result ws_fetch(struct ws_fetch *f, void *handle)
{
    struct attempt t = {.f = f, .h = handle, .heard_at = now()};
    f->retry_after = 0;
    f->attempts = 0;
    f->why[0] = '\0';
    set_request(&t);
    CURLcode rc = CURLE_OUT_OF_MEMORY;
    if (make_headers(&t)) {
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, t.asking.headers);
        rc = curl_easy_perform(handle);
    }
    enum ws_fetch_result result = conclude(&t, rc);
    ws_asking_end(&t.asking, handle);
    return result;
}

#else
enum ws_fetch_result ws_fetch(struct ws_fetch *f, void *handle)
{
    (void)handle;
    snprintf(f->why, sizeof f->why, "this build has no libcurl");
    return WS_FETCH_FAILED;
}
#endif
