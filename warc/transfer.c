#include "warc/transfer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DELAY_FIRST_MS  500u
#define DELAY_MAX_MS    30000u
#define RETRY_AFTER_MAX 120
/* The first part of the body of an error, where S3 says more about it. */
#define ERROR_BODY 1024
/* Bytes a second that count as hardly any. */
#define LOW_SPEED 512L
/* Attempts after answers that may mean "not so fast", but mostly mean "no". */
#define FEW_ATTEMPTS 4

uint32_t ws_fetch_delay(unsigned n, long retry_after, uint32_t chance)
{
    uint32_t ms = DELAY_FIRST_MS;
    if (retry_after > 0)
        return (uint32_t)(retry_after < RETRY_AFTER_MAX ? retry_after : RETRY_AFTER_MAX) * 1000 +
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
#include <curl/curl.h>
#include <inttypes.h>
#include <stdlib.h>
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
    struct answer answer; /* the last one: redirects have others before */
    bool judged;          /* by the first bytes of the body, or its end: */
    bool good;            /*   it is of the object, and goes to the sink */
    bool wrong;           /*   it cannot be used; f->why */
    bool stopped;
    bool silent;     /* nothing came for f->timeout seconds */
    time_t heard_at; /* when something did, on the monotonic clock */
    uint64_t skip; /* bytes at the start of the body that are there already */
    char body[ERROR_BODY + 1];
    size_t n_body;
    char curl_error[CURL_ERROR_SIZE];
};

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* --- headers ----------------------------------------------------------------------------------- */

/* The value of the field in a line of n bytes, without blanks; false: it is another field, or too long. */
static bool field(const char *line, size_t n, const char *name, char *to, size_t n_to)
{
    size_t m = strlen(name);
    if (n <= m || strncasecmp(line, name, m) != 0 || line[m] != ':')
        return false;
    const char *p = line + m + 1, *end = line + n;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    while (end > p && strchr(" \t\r\n", end[-1]))
        end--;
    if ((size_t)(end - p) >= n_to || memchr(p, '\0', (size_t)(end - p)))
        return false;
    memcpy(to, p, (size_t)(end - p));
    to[end - p] = '\0';
    return true;
}

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
    struct attempt *t = ctx;
    struct answer *a = &t->answer;
    size_t n = size * count;
    char range[80];
    t->heard_at = now();
    if (n > 5 && strncasecmp(line, "HTTP/", 5) == 0)
        *a = (struct answer){0}; /* another answer begins */
    (void)(field(line, n, "etag", a->object.etag, sizeof a->object.etag) ||
           field(line, n, "last-modified", a->object.modified, sizeof a->object.modified) ||
           field(line, n, "x-amz-bucket-region", a->region, sizeof a->region));
    if (field(line, n, "content-range", range, sizeof range)) {
        uint64_t from, to, total;
        int got = sscanf(range, "bytes %" SCNu64 "-%" SCNu64 "/%" SCNu64, &from, &to, &total);
        a->has_range = got >= 2;
        a->range_from = got >= 2 ? from : 0;
        a->object.sized = got == 3;
        a->object.size = got == 3 ? total : 0;
    }
    return n;
}

/* --- the first bytes of a body: what are they? --------------------------------------------------- */

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
        size_t k = n < ERROR_BODY - t->n_body ? n : ERROR_BODY - t->n_body;
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

/* Called about once a second. libcurl's own LOW_SPEED_TIME looks at a mean, and finds silence later. */
static int on_progress(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct attempt *t = ctx;
    (void)a, (void)b, (void)c, (void)d;
    t->stopped = t->stopped || t->f->sink->stopped(t->f->sink->ctx);
    t->silent = now() - t->heard_at >= (time_t)t->f->timeout;
    return t->stopped || t->silent;
}

/* --- the end of an attempt ----------------------------------------------------------------------- */

/* "<Code>SlowDown</Code>" of S3; "": there is none. */
static void error_code(struct attempt *t, char code[40])
{
    t->body[t->n_body] = '\0';
    const char *p = strstr(t->body, "<Code>");
    size_t n = p ? strspn(p + 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") : 0;
    if (n >= 40)
        n = 39;
    if (n)
        memcpy(code, p + 6, n);
    code[n] = '\0';
}

static enum ws_fetch_result judge_status(struct attempt *t, long status)
{
    static const char *const FINAL[] = {"SignatureDoesNotMatch", "InvalidAccessKeyId",
                                        "AccessDenied", "ExpiredToken", "InvalidToken"};
    struct ws_fetch *f = t->f;
    char code[40];
    error_code(t, code);
    snprintf(f->why, sizeof f->why, "HTTP status %ld%s%s%s", status, *code ? " (" : "", code,
             *code ? ")" : "");
    if (f->request->is_s3 && *t->answer.region && status >= 300 && status < 500)
        snprintf(f->why, sizeof f->why,
                 "HTTP status %ld (%s): the bucket is in the region %s, see AWS_REGION", status,
                 code, t->answer.region);
    bool final = status < 400;
    for (size_t i = 0; f->request->is_s3 && i < sizeof FINAL / sizeof *FINAL; i++)
        final = final || strcmp(code, FINAL[i]) == 0;
    f->attempts = status == 403 ? FEW_ATTEMPTS : 0;
    bool again = status == 403 || status == 408 || status == 425 || status == 429 ||
                 status >= 500 || strcmp(code, "RequestTimeout") == 0;
    return again && !final ? WS_FETCH_AGAIN : WS_FETCH_FAILED;
}

static enum ws_fetch_result judge_curl(struct attempt *t, CURLcode rc)
{
    struct ws_fetch *f = t->f;
    if (t->silent)
        snprintf(f->why, sizeof f->why, "nothing came for %u seconds", f->timeout);
    else
        snprintf(f->why, sizeof f->why, "%.100s",
                 *t->curl_error ? t->curl_error : curl_easy_strerror(rc));
    switch (rc) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_NOT_BUILT_IN:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_OUT_OF_MEMORY:
        return WS_FETCH_FAILED;
    case CURLE_COULDNT_RESOLVE_HOST: /* mostly a slip of the pen */
        f->attempts = FEW_ATTEMPTS;
        return WS_FETCH_AGAIN;
    default:
        return WS_FETCH_AGAIN;
    }
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
                        : after > 0                         ? RETRY_AFTER_MAX
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

/* --- asking -------------------------------------------------------------------------------------- */

static bool add_header(struct curl_slist **list, const char *name, const char *value)
{
    char line[4200];
    if (snprintf(line, sizeof line, "%s: %s", name, value) >= (int)sizeof line)
        return false;
    struct curl_slist *more = curl_slist_append(*list, line);
    if (more)
        *list = more;
    return more != NULL;
}

/* false: no memory. */
static bool make_headers(const struct ws_fetch *f, struct curl_slist **list)
{
    const struct ws_object *o = f->object;
    const struct ws_aws *aws = f->request->aws;
    bool ok = true;
    /* RFC 9110, 13.1.5: no weak ones. */
    if (f->from && *o->etag && strncmp(o->etag, "W/", 2) != 0)
        ok = add_header(list, "If-Range", o->etag);
    else if (f->from && !*o->etag && *o->modified)
        ok = add_header(list, "If-Range", o->modified);
    if (aws)
        ok = ok && add_header(list, "x-amz-content-sha256", EMPTY_BODY) &&
             (!aws->token || add_header(list, "x-amz-security-token", aws->token));
    return ok;
}

static void allow_protocols(CURL *h, const char *url)
{
    bool secure = strncasecmp(url, "https:", 6) == 0;
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, secure ? "https" : "http,https");
    curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
#else
    long allowed = secure ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS;
    curl_easy_setopt(h, CURLOPT_PROTOCOLS, allowed);
    curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS, allowed);
#endif
}

static void set_request(struct attempt *t, char sign[100])
{
    const struct ws_fetch *f = t->f;
    const struct ws_request *r = f->request;
    char range[48];
    CURL *h = t->h;
    curl_easy_setopt(h, CURLOPT_URL, r->url);
    curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h, CURLOPT_USERAGENT, "warcsift/" WS_VERSION);
    allow_protocols(h, r->url);
    /* A signature is good for one address only. */
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, r->is_s3 ? 0L : 1L);
    curl_easy_setopt(h, CURLOPT_MAXREDIRS, 10L);
    if (f->until != UINT64_MAX)
        snprintf(range, sizeof range, "%" PRIu64 "-%" PRIu64, f->from, f->until - 1);
    else
        snprintf(range, sizeof range, "%" PRIu64 "-", f->from);
    if (f->from || f->until != UINT64_MAX)
        curl_easy_setopt(h, CURLOPT_RANGE, range);
    if (r->aws) {
        snprintf(sign, 100, "aws:amz:%.60s:s3", r->aws->region);
        curl_easy_setopt(h, CURLOPT_AWS_SIGV4, sign);
        curl_easy_setopt(h, CURLOPT_USERNAME, r->aws->key);
        curl_easy_setopt(h, CURLOPT_PASSWORD, r->aws->secret);
    }
}

static void set_transport(struct attempt *t)
{
    const long timeout = (long)t->f->timeout;
    CURL *h = t->h;
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, timeout);
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED);
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, timeout);
    curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(h, CURLOPT_BUFFERSIZE, 256L << 10);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, t->curl_error);
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
    struct curl_slist *headers = NULL;
    char sign[100];
    f->retry_after = 0;
    f->attempts = 0;
    f->why[0] = '\0';
    curl_easy_reset(handle);
    set_request(&t, sign);
    set_transport(&t);
    CURLcode rc = CURLE_OUT_OF_MEMORY;
    if (make_headers(f, &headers)) {
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        rc = curl_easy_perform(handle);
    }
    enum ws_fetch_result result = conclude(&t, rc);
    curl_easy_reset(handle); /* what it points to ends here */
    curl_slist_free_all(headers);
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
