/* Remote files but for the network: addresses, credentials, when to try again, the window. */
#include "tests/tap.h"
#include "warc/address.h"
#include "warc/aws.h"
#include "warc/transfer.h"
#include "warc/window.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct ws_slice slice(const char *s)
{
    return (struct ws_slice){(const uint8_t *)s, strlen(s)};
}

static void is_url(char *got, const char *want, const char *what)
{
    IS_STR(got ? got : "(null)", want, what);
    free(got);
}

static void test_clean(void)
{
    static const char *const CASES[][2] = {
        {"https://a.org/x.warc.gz", "https://a.org/x.warc.gz"},
        {"https://a.org/a b.warc", "https://a.org/a%20b.warc"},
        {"https://a.org/a%20b+c=d?x=1&y=%2F", "https://a.org/a%20b+c=d?x=1&y=%2F"},
        {"https://a.org/x#part", "https://a.org/x"},
        {"https://a.org/\xc3\xa9\"<>", "https://a.org/%C3%A9%22%3C%3E"},
        {"http://[::1]:8080/x", "http://[::1]:8080/x"},
        {"http://a.org/\r\nHost: b", "http://a.org/%0D%0AHost:%20b"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        is_url(ws_url_clean(CASES[i][0]), CASES[i][1], CASES[i][1]);
}

/* As far as they can be parsed. */
static char *s3_url(const char *endpoint, const char *path)
{
    struct ws_slice bucket, key;
    return ws_s3_parse(path, &bucket, &key)
               ? ws_s3_url(endpoint, "eu-west-1", bucket, key, NULL, 0)
               : NULL;
}

static void test_s3(void)
{
    const char *const local = "http://127.0.0.1:7070/";
    is_url(s3_url(NULL, "s3://crawl/a/x.gz"), "https://crawl.s3.eu-west-1.amazonaws.com/a/x.gz",
           "the bucket in the host name");
    is_url(s3_url(NULL, "s3://my.crawl/x"), "https://s3.eu-west-1.amazonaws.com/my.crawl/x",
           "one with dots is in the path");
    is_url(s3_url(local, "s3://crawl/a/x.gz"), "http://127.0.0.1:7070/crawl/a/x.gz",
           "as are all on an endpoint of one's own");
    is_url(s3_url(local, "s3://crawl/a b/c=d+e?f#g%20/~h"),
           "http://127.0.0.1:7070/crawl/a%20b/c%3Dd%2Be%3Ff%23g%2520/~h", "keys are raw");
    is_url(s3_url(local, "s3://crawl/\xc3\xa9"), "http://127.0.0.1:7070/crawl/%C3%A9",
           "and UTF-8");
    is_url(s3_url(local, "s3://crawl//x"), "http://127.0.0.1:7070/crawl//x",
           "empty parts of a key stay");
    is_url(s3_url(local, "s3://crawl"), "(null)", "no key");
    is_url(s3_url(local, "s3://crawl/"), "(null)", "an empty key");
    is_url(s3_url(local, "s3:///x"), "(null)", "no bucket");
    const struct ws_query query[] = {{"list-type", "2"}, {"prefix", "a/b c="}, {"uploads", ""}};
    is_url(ws_s3_url(local, "", slice("b"), slice("k"), query, 3),
           "http://127.0.0.1:7070/b/k?list-type=2&prefix=a%2Fb%20c%3D&uploads=", "a query");
}

static void test_kinds(void)
{
    OK(ws_is_remote("http://a/b") && ws_is_remote("HTTPS://a/b") && ws_is_remote("s3://a/b"),
       "addresses");
    OK(!ws_is_remote("a/b") && !ws_is_remote("/http://") && !ws_is_remote("-") &&
           !ws_is_remote("ftp://a/b") && !ws_is_remote("s3:/a"),
       "no addresses of ours");
}

/* --- when to try again ---------------------------------------------------------------- */

static void test_delay(void)
{
    bool within = true, grows = true;
    for (unsigned n = 1; n < 40; n++)
        for (uint32_t c = 0; c < 100000; c += 977) {
            uint32_t ms = ws_fetch_delay(n, 0, c);
            uint32_t most = n < 7 ? 500u << (n - 1) : 30000u;
            within = within && ms >= (most > 30000 ? 30000 : most) / 2 && ms <= 30000;
            grows = grows && ms < most;
        }
    OK(within, "half a second and more, doubled, up to half a minute");
    OK(grows, "never longer than that");
    OK(ws_fetch_delay(3, 0, 1) != ws_fetch_delay(3, 0, 2), "chance tells");
    OK(ws_fetch_delay(1, 7, 0) >= 7000 && ws_fetch_delay(1, 7, 499) < 8000,
       "Retry-After is done");
    OK(ws_fetch_delay(1, 86400, 499) < 121000, "not for a day");
}

/* --- credentials ---------------------------------------------------------------------- */

static char top[] = "/tmp/warcsift-aws.XXXXXX";
static char credentials_file[100], config_file[100];

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(text, f) < 0)
        printf("# cannot write %s\n", path);
    if (f)
        fclose(f);
}

static void clear_environment(void)
{
    static const char *const NAMES[] = {"AWS_ACCESS_KEY_ID",   "AWS_SECRET_ACCESS_KEY",
                                        "AWS_SESSION_TOKEN",   "AWS_REGION",
                                        "AWS_DEFAULT_REGION",  "AWS_PROFILE",
                                        "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        unsetenv(NAMES[i]);
    setenv("AWS_SHARED_CREDENTIALS_FILE", credentials_file, 1);
    setenv("AWS_CONFIG_FILE", config_file, 1);
}

/* "key secret token region endpoint", "-" for what is not there. */
static const char *loaded(bool anonymous)
{
    static char text[600];
    char msg[200] = "";
    struct ws_aws a;
    if (ws_aws_load(&a, anonymous, msg, sizeof msg))
        snprintf(text, sizeof text, "%s %s %s %s %s", a.key ? a.key : "-",
                 a.secret ? a.secret : "-", a.token ? a.token : "-", a.region ? a.region : "-",
                 a.endpoint ? a.endpoint : "-");
    else
        snprintf(text, sizeof text, "%s", msg);
    ws_aws_release(&a);
    return text;
}

static void test_environment(void)
{
    clear_environment();
    IS_STR(loaded(false), "- - - us-east-1 -", "nothing at all: anonymous");
    setenv("AWS_ACCESS_KEY_ID", "K", 1);
    IS_STR(loaded(false), "- - - us-east-1 -", "half of it is nothing");
    setenv("AWS_SECRET_ACCESS_KEY", "S", 1);
    setenv("AWS_DEFAULT_REGION", "eu-1", 1);
    IS_STR(loaded(false), "K S - eu-1 -", "the environment");
    setenv("AWS_SESSION_TOKEN", "T", 1);
    setenv("AWS_REGION", "eu-2", 1);
    setenv("AWS_ENDPOINT_URL", "http://a", 1);
    IS_STR(loaded(false), "K S T eu-2 http://a", "all of it");
    setenv("AWS_ENDPOINT_URL_S3", "http://b", 1);
    setenv("AWS_SESSION_TOKEN", "", 1);
    IS_STR(loaded(false), "K S - eu-2 http://b",
           "the endpoint of S3 first; what is empty is not set");
    IS_STR(loaded(true), "- - - eu-2 http://b", "anonymous by choice");
}

static void test_files(void)
{
    clear_environment();
    write_file(credentials_file,
               "# comment\n[default]\naws_access_key_id = DK\r\n"
               "aws_secret_access_key=D=S/+\n\n[other]\n"
               "  nested = x\naws_access_key_id=OK\naws_secret_access_key=OS\n"
               "aws_session_token = OT\n");
    write_file(config_file, "[default]\nregion = de-1\n[profile other]\nregion=ot-1\n"
                            "endpoint_url = http://o:1\n; region = no\n");
    IS_STR(loaded(false), "DK D=S/+ - de-1 -", "the default profile");
    setenv("AWS_PROFILE", "other", 1);
    IS_STR(loaded(false), "OK OS OT ot-1 http://o:1", "another one");
    setenv("AWS_REGION", "env", 1);
    setenv("AWS_ACCESS_KEY_ID", "EK", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "ES", 1);
    IS_STR(loaded(false), "EK ES - env http://o:1",
           "the environment first, and no token of other credentials");
    setenv("AWS_PROFILE", "missing", 1);
    IS_STR(loaded(false), "AWS_PROFILE=missing: there is no such profile", "none of that name");
    IS_STR(loaded(true), "- - - env -", "which does not matter to who asks without");
    unlink(credentials_file);
    unlink(config_file);
}

/* --- the window ----------------------------------------------------------------------- */

static uint8_t byte_at(uint64_t offset)
{
    return (uint8_t)(offset * 31 + (offset >> 8));
}

/* Whether [from, from + n) are in the window and what they should be. */
static bool holds(const struct ws_window *w, uint64_t from, size_t n)
{
    uint8_t *p = malloc(n);
    bool ok = p && ws_window_get(w, from, p, n) == n;
    for (size_t i = 0; ok && i < n; i++)
        ok = p[i] == byte_at(from + i);
    free(p);
    return ok;
}

static size_t put(struct ws_window *w, size_t n)
{
    size_t done = 0;
    uint8_t *p = malloc(n);
    for (size_t i = 0; p && i < n; i++)
        p[i] = byte_at(w->hi + i);
    if (!p || !ws_window_put(w, p, n, &done))
        done = SIZE_MAX;
    free(p);
    return done;
}

static void test_window(void)
{
    struct ws_window w;
    uint8_t one;
    if (!OK(ws_window_init(&w, 1000000), "a window"))
        return;
    ws_window_restart(&w, 12345);
    OK(put(&w, 700000) == 700000 && holds(&w, 12345, 700000), "what was put in is there");
    OK(put(&w, 700000) == 300000, "up to its size");
    OK(holds(&w, 500000, 512345) && ws_window_get(&w, 1012345, &one, 1) == 0, "to its end");
    OK(ws_window_get(&w, 12344, &one, 1) == 0, "nothing in front of it");
    ws_window_drop(&w, 312345);
    OK(put(&w, 700000) == 300000 && holds(&w, 312345, 1000000), "it moves on");
    OK(ws_window_get(&w, 312344, &one, 1) == 0, "and forgets");
    for (int i = 0; i < 50; i++) {
        ws_window_drop(&w, w.hi - 1000);
        put(&w, 123457);
    }
    OK(holds(&w, w.lo, (size_t)(w.hi - w.lo)), "many times round");
    ws_window_drop(&w, UINT64_MAX);
    OK(w.lo == w.hi, "all of it");
    ws_window_restart(&w, 7);
    OK(put(&w, 10) == 10 && holds(&w, 7, 10), "anywhere");
    ws_window_release(&w);
}

int main(void)
{
    test_clean();
    test_s3();
    test_kinds();
    test_delay();
    if (!mkdtemp(top))
        return 1;
    snprintf(credentials_file, sizeof credentials_file, "%s/credentials", top);
    snprintf(config_file, sizeof config_file, "%s/config", top);
    test_environment();
    test_files();
    rmdir(top);
    test_window();
    return tap_done();
}
