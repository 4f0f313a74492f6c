#include "warc/address.h"

#include <stdlib.h>
#include <string.h>

static bool append_text(struct ws_buf *out, const char *s)
{
    return ws_buf_append(out, s, strlen(s));
}

static bool is_unreserved(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

bool ws_url_encode(struct ws_buf *out, struct ws_slice s, const char *also)
{
    static const char HEX[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        const char escape[3] = {'%', HEX[c >> 4], HEX[c & 15]};
        bool plain = is_unreserved(c) || (c && strchr(also, c));
        if (!ws_buf_append(out, plain ? (const void *)&c : escape, plain ? 1 : sizeof escape))
            return false;
    }
    return true;
}

/* The text with a NUL, or NULL; b is released. */
static char *finish(struct ws_buf *b, bool ok)
{
    char *text = ok && ws_buf_append(b, "", 1) ? strdup((const char *)b->p) : NULL;
    ws_buf_release(b);
    return text;
}

char *ws_url_clean(const char *url)
{
    struct ws_buf b;
    size_t n = strcspn(url, "#"); /* a fragment is never sent */
    ws_buf_init(&b, SIZE_MAX / 8);
    /* gen-delims and sub-delims of RFC 3986, and what is encoded already. */
    bool ok =
        ws_url_encode(&b, (struct ws_slice){(const uint8_t *)url, n}, ":/?[]@!$&'()*+,;=%");
    return finish(&b, ok);
}

bool ws_s3_parse(const char *path, struct ws_slice *bucket, struct ws_slice *key)
{
    const char *p = path + strlen("s3://"), *slash = strchr(p, '/');
    if (!slash || slash == p || !slash[1])
        return false;
    *bucket = (struct ws_slice){(const uint8_t *)p, (size_t)(slash - p)};
    *key = ws_slice_of(slash + 1);
    return true;
}

static bool append_host(struct ws_buf *b, const char *endpoint, const char *region,
                        struct ws_slice bucket)
{
    bool dots = memchr(bucket.p, '.', bucket.n) != NULL, ok;
    if (endpoint) {
        size_t n = strlen(endpoint);
        while (n && endpoint[n - 1] == '/')
            n--;
        ok = ws_buf_append(b, endpoint, n);
    } else {
        ok = append_text(b, "https://") &&
             (dots || (ws_url_encode(b, bucket, "") && append_text(b, "."))) &&
             append_text(b, "s3.") && append_text(b, region) &&
             append_text(b, ".amazonaws.com");
    }
    if (ok && (endpoint || dots))
        ok = append_text(b, "/") && ws_url_encode(b, bucket, "");
    return ok;
}

char *ws_s3_url(const char *endpoint, const char *region, struct ws_slice bucket,
                struct ws_slice key, const struct ws_query *query, size_t n_query)
{
    struct ws_buf b;
    ws_buf_init(&b, SIZE_MAX / 8);
    bool ok = append_host(&b, endpoint, region, bucket) && append_text(&b, "/") &&
              ws_url_encode(&b, key, "/");
    for (size_t i = 0; ok && i < n_query; i++)
        ok = append_text(&b, i ? "&" : "?") && ws_url_encode(&b, ws_slice_of(query[i].name), "") &&
             append_text(&b, "=") && ws_url_encode(&b, ws_slice_of(query[i].value), "");
    return finish(&b, ok);
}
