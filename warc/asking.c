#include "warc/asking.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* --- small things in answers ---------------------------------------------------------- */

bool ws_header_field(const char *line, size_t n, const char *name, char *to, size_t n_to)
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

bool ws_xml_text(const char *xml, const char *element, char *to, size_t n_to)
{
    char tag[40];
    snprintf(tag, sizeof tag, "<%.30s>", element);
    const char *p = strstr(xml, tag);
    size_t n = p ? strcspn(p + strlen(tag), "<") : 0;
    if (!p || n >= n_to)
        return false;
    memcpy(to, p + strlen(tag), n);
    to[n] = '\0';
    return true;
}

#ifdef WS_HAVE_CURL
/* --- requests ------------------------------------------------------------------------------
 */

/* Bytes a second that count as hardly any. */
#define LOW_SPEED 512L
/* Attempts after answers that may mean "not so fast", but mostly mean "no". */
#define FEW_ATTEMPTS 4

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

void ws_asking_begin(struct ws_asking *a, CURL *h, const struct ws_request *r, unsigned timeout)
{
    *a = (struct ws_asking){0};
    curl_easy_reset(h);
    curl_easy_setopt(h, CURLOPT_URL, r->url);
    curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h, CURLOPT_USERAGENT, "warcsift/" WS_VERSION);
    allow_protocols(h, r->url);
    /* A signature is good for one address only. */
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, r->is_s3 ? 0L : 1L);
    curl_easy_setopt(h, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)timeout);
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED);
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)timeout);
    curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(h, CURLOPT_BUFFERSIZE, 256L << 10);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, a->error);
    if (!r->aws)
        return;
    snprintf(a->sign, sizeof a->sign, "aws:amz:%.60s:s3", r->aws->region);
    curl_easy_setopt(h, CURLOPT_AWS_SIGV4, a->sign);
    curl_easy_setopt(h, CURLOPT_USERNAME, r->aws->key);
    curl_easy_setopt(h, CURLOPT_PASSWORD, r->aws->secret);
}

bool ws_asking_header(struct ws_asking *a, const char *name, const char *value)
{
    char line[4200];
    if (snprintf(line, sizeof line, "%s: %s", name, value) >= (int)sizeof line)
        return false;
    struct curl_slist *more = curl_slist_append(a->headers, line);
    if (more)
        a->headers = more;
    return more != NULL;
}

bool ws_asking_sign(struct ws_asking *a, const struct ws_request *r, const char *sha256)
{
    const struct ws_aws *aws = r->aws;
    return !aws || (ws_asking_header(a, "x-amz-content-sha256", sha256) &&
                    (!aws->token || ws_asking_header(a, "x-amz-security-token", aws->token)));
}

void ws_asking_end(struct ws_asking *a, CURL *h)
{
    curl_easy_reset(h); /* its connections stay */
    curl_slist_free_all(a->headers);
    a->headers = NULL;
}

enum ws_verdict ws_asking_status(const struct ws_request *r, long status, const char *body,
                                 const char *region, unsigned *attempts, char why[WS_WHY_MAX])
{
    static const char *const FINAL[] = {"SignatureDoesNotMatch", "InvalidAccessKeyId",
                                        "AccessDenied", "ExpiredToken", "InvalidToken"};
    char code[40] = "";
    size_t letters = 0;
    if (ws_xml_text(body, "Code", code, sizeof code))
        letters =
            strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    code[letters] = '\0';
    snprintf(why, WS_WHY_MAX, "HTTP status %ld%s%s%s", status, *code ? " (" : "", code,
             *code ? ")" : "");
    if (r->is_s3 && *region && status >= 300 && status < 500)
        snprintf(why, WS_WHY_MAX,
                 "HTTP status %ld (%s): the bucket is in the region %.23s, see AWS_REGION",
                 status, code, region);
    bool final = status < 400;
    for (size_t i = 0; r->is_s3 && i < sizeof FINAL / sizeof *FINAL; i++)
        final = final || strcmp(code, FINAL[i]) == 0;
    *attempts = status == 403 ? FEW_ATTEMPTS : 0;
    bool again = status == 403 || status == 408 || status == 425 || status == 429 ||
                 status >= 500 || strcmp(code, "RequestTimeout") == 0;
    return again && !final ? WS_TRY_AGAIN : WS_GIVE_UP;
}

enum ws_verdict ws_asking_failure(const struct ws_asking *a, CURLcode rc, unsigned *attempts,
                                  char why[WS_WHY_MAX])
{
    snprintf(why, WS_WHY_MAX, "%.100s", *a->error ? a->error : curl_easy_strerror(rc));
    *attempts = 0;
    switch (rc) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_NOT_BUILT_IN:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_OUT_OF_MEMORY:
        return WS_GIVE_UP;
    case CURLE_COULDNT_RESOLVE_HOST: /* mostly a slip of the pen */
        *attempts = FEW_ATTEMPTS;
        return WS_TRY_AGAIN;
    default:
        return WS_TRY_AGAIN;
    }
}
#endif
