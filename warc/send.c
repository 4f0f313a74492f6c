#include "warc/send.h"
#include "warc/asking.h"
#include "warc/transfer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void ws_answer_release(struct ws_answer *a)
{
    ws_buf_release(&a->body);
}

#ifdef WS_HAVE_CURL
#include <openssl/evp.h>

/* One attempt. */
struct sending {
    struct ws_net *net;
    const struct ws_request *r;
    const char *method;
    const void *body;
    size_t n;
    char sha256[2 * EVP_MAX_MD_SIZE + 1]; /* of the body */
    struct ws_answer *answer;
    struct ws_asking asking;
    char region[24];
    unsigned attempts; /* that make sense; 0: any number */
    long retry_after;
    char why[WS_WHY_MAX];
};

static bool hash_body(struct sending *s)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(s->n ? s->body : "", s->n, digest, &n, EVP_sha256(), NULL) != 1)
        return false;
    for (unsigned i = 0; i < n; i++)
        snprintf(s->sha256 + 2 * i, 3, "%02x", digest[i]);
    return true;
}

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
    struct sending *s = ctx;
    size_t n = size * count;
    (void)(ws_header_field(line, n, "etag", s->answer->etag, sizeof s->answer->etag) ||
           ws_header_field(line, n, "x-amz-bucket-region", s->region, sizeof s->region));
    return n;
}

static size_t on_body(char *p, size_t size, size_t count, void *ctx)
{
    struct sending *s = ctx;
    return ws_buf_append(&s->answer->body, p, size * count) ? size * count : 0;
}

/* Patience has an end when the run is to end: whoever is left without an answer then tries
 * again in the next. */
static bool is_interrupted(const struct ws_net *net)
{
    return net->options.interrupted && net->options.interrupted(net->options.ctx);
}

static bool make_headers(struct sending *s)
{
    return ws_asking_sign(&s->asking, s->r, s->sha256) &&
           ws_asking_header(&s->asking, "Content-Type", "application/octet-stream") &&
           ws_asking_header(&s->asking, "Expect", "");
}

static CURLcode perform(struct sending *s, CURL *h)
{
    ws_asking_begin(&s->asking, h, s->r, s->net->options.timeout);
    if (!make_headers(s))
        return CURLE_OUT_OF_MEMORY;
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, s->asking.headers);
    if (s->method[0] == 'P') { /* PUT, POST */
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, s->n ? s->body : "");
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)s->n);
    }
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, s->method);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, s);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, s);
    return curl_easy_perform(h);
}

/* WS_OK, WS_SKIP; WS_WARN: try again; WS_FATAL. */
static enum ws_status attempt(struct sending *s, CURL *h)
{
    struct ws_answer *a = s->answer;
    curl_off_t after = 0;
    enum ws_status st = WS_OK;
    a->status = 0;
    a->etag[0] = '\0';
    a->body.n = 0;
    s->region[0] = '\0';
    CURLcode rc = perform(s, h);
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &a->status);
    curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &after);
    s->retry_after = after > 0 && after < 3600 ? (long)after : 0;
    enum ws_verdict v = WS_GIVE_UP;
    if (rc != CURLE_OK)
        v = ws_asking_failure(&s->asking, rc, &s->attempts, s->why);
    else if (!ws_buf_append(&a->body, "", 1))
        snprintf(s->why, sizeof s->why, "out of memory, or an endless answer");
    else if (a->status == 404)
        st = WS_SKIP;
    else if (a->status < 200 || a->status >= 300)
        v = ws_asking_status(s->r, a->status, (const char *)a->body.p, s->region, &s->attempts,
                             s->why);
    ws_asking_end(&s->asking, h);
    if (rc == CURLE_OK && (st == WS_SKIP || (a->status >= 200 && a->status < 300 && a->body.n)))
        return st;
    return v == WS_TRY_AGAIN ? WS_WARN : WS_FATAL;
}

/* false: the run is to end. */
static bool pause_for(const struct ws_net *net, uint32_t ms)
{
    const struct timespec step = {.tv_nsec = 100000000};
    for (uint32_t done = 0; done < ms && !is_interrupted(net); done += 100)
        nanosleep(&step, NULL);
    return !is_interrupted(net);
}

static uint32_t chance(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint32_t)t.tv_nsec;
}

static enum ws_status failed(struct ws_error *err, const struct sending *s)
{
    ws_error_set(err, WS_E_IO, 0, "%s%s", s->why,
                 s->answer->attempts > 1 ? ", again and again" : "");
    return WS_FATAL;
}

enum ws_status ws_send(struct ws_net *net, const struct ws_request *r, const char *method,
                       const void *body, size_t n, struct ws_answer *a, struct ws_error *err)
{
    struct sending s = {
        .net = net, .r = r, .method = method, .body = body, .n = n, .answer = a};
    *a = (struct ws_answer){0};
    ws_buf_init(&a->body, WS_ANSWER_MAX);
    void *h = ws_net_take(net);
    if (!h || !hash_body(&s)) {
        ws_net_give(net, h);
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    enum ws_status st = WS_WARN;
    while (st == WS_WARN) {
        st = attempt(&s, h);
        unsigned most = net->options.retries;
        if (s.attempts && most > s.attempts - 1)
            most = s.attempts - 1;
        if (st == WS_WARN &&
            (a->attempts++ >= most ||
             !pause_for(net, ws_fetch_delay(a->attempts, s.retry_after, chance()))))
            st = WS_FATAL;
    }
    ws_net_give(net, h);
    return st == WS_FATAL ? failed(err, &s) : st;
}

#else
enum ws_status ws_send(struct ws_net *net, const struct ws_request *r, const char *method,
                       const void *body, size_t n, struct ws_answer *a, struct ws_error *err)
{
    (void)net, (void)r, (void)method, (void)body, (void)n;
    *a = (struct ws_answer){0};
    ws_error_set(err, WS_E_UNSUPPORTED, 0, "this build has no libcurl");
    return WS_FATAL;
}
#endif
