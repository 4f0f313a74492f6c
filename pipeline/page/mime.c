#include "pipeline/page/mime.h"

#include <string.h>

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static struct ws_slice skip_space(struct ws_slice s)
{
    while (s.n && is_space(*s.p)) {
        s.p++;
        s.n--;
    }
    return s;
}

/* token of RFC 9110, 5.6.2, and the slash. */
static bool is_mime_byte(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c && strchr("!#$%&'*+-.^_`|~/", c));
}

void ws_mime_essence(struct ws_slice content_type, char out[WS_MIME_SIZE])
{
    struct ws_slice s = skip_space(content_type);
    size_t n = 0, slashes = 0, slash_at = 0;
    for (; n < s.n && n < WS_MIME_SIZE - 1 && is_mime_byte(lower(s.p[n])); n++) {
        out[n] = (char)lower(s.p[n]);
        if (out[n] == '/') {
            slashes++;
            slash_at = n;
        }
    }
    bool ends = n == s.n || s.p[n] == ';' || s.p[n] == ',' || is_space(s.p[n]);
    bool valid = ends && slashes == 1 && slash_at > 0 && slash_at + 1 < n;
    out[valid ? n : 0] = '\0';
}

bool ws_mime_is_known(const char *essence)
{
    return *essence && strcmp(essence, "unknown/unknown") != 0 &&
           strcmp(essence, "application/unknown") != 0 && strcmp(essence, "*/*") != 0;
}

bool ws_mime_is_html(const char *essence)
{
    return strcmp(essence, "text/html") == 0 || strcmp(essence, "application/xhtml+xml") == 0 ||
           strcmp(essence, "application/vnd.wap.xhtml+xml") == 0;
}

static bool starts_with(struct ws_slice s, const char *prefix, size_t n)
{
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

/* prefix is lower case. */
static bool starts_with_tag(struct ws_slice s, const char *prefix)
{
    size_t n = strlen(prefix);
    if (s.n <= n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(s.p[i]) != (uint8_t)prefix[i])
            return false;
    return s.p[n] == ' ' || s.p[n] == '>'; /* "tag-terminating byte" */
}

/* XHTML files open with an XML declaration, a doctype perhaps, and a root element with the
 * namespace. */
static bool is_xhtml(struct ws_slice s)
{
    static const char NAMESPACE[] = "http://www.w3.org/1999/xhtml";
    const size_t n = sizeof NAMESPACE - 1;
    if (!starts_with(s, "<?xml", 5))
        return false;
    for (size_t i = 0; i < 1024 && i + n <= s.n; i++)
        if (memcmp(s.p + i, NAMESPACE, n) == 0)
            return true;
    return false;
}

static struct ws_slice skip_bom(struct ws_slice s)
{
    return starts_with(s, "\xEF\xBB\xBF", 3) ? (struct ws_slice){s.p + 3, s.n - 3} : s;
}

bool ws_sniff_html(struct ws_slice bytes)
{
    static const char *const TAGS[] = {
        "<!doctype html", "<html", "<head",  "<script", "<iframe", "<h1",   "<div", "<font",
        "<table",         "<a",    "<style", "<title",  "<b",      "<body", "<br",  "<p"};
    struct ws_slice s = skip_space(skip_bom(bytes));
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
        if (starts_with_tag(s, TAGS[i]))
            return true;
    return starts_with(s, "<!--", 4) || is_xhtml(s);
}

bool ws_sniff_binary(struct ws_slice bytes)
{
    static const struct {
        const char *bytes;
        size_t n;
    } MAGIC[] = {
        {"%PDF-", 5},
        {"%!PS-Adobe-", 11},
        {"\x89PNG\r\n\x1A\n", 8},
        {"GIF87a", 6},
        {"GIF89a", 6},
        {"\xFF\xD8\xFF", 3},
        {"\x00\x00\x01\x00", 4},
        {"PK\x03\x04", 4},
        {"\x1F\x8B\x08", 3},
        {"Rar!\x1A\x07", 6},
        {"7z\xBC\xAF\x27\x1C", 6},
        {"OggS\x00", 5},
        {"ID3\x03", 4},
        {"ID3\x04", 4},
        {"\x1A\x45\xDF\xA3", 4},
        {"wOFF", 4},
        {"wOF2", 4},
        {"\x00\x01\x00\x00", 4},
        {"MThd\x00", 5},
        {"\xD0\xCF\x11\xE0", 4},
    };
    for (size_t i = 0; i < sizeof MAGIC / sizeof *MAGIC; i++)
        if (starts_with(bytes, MAGIC[i].bytes, MAGIC[i].n))
            return true;
    /* Containers that name their kind a few bytes later. */
    struct ws_slice at4 =
        bytes.n > 4 ? (struct ws_slice){bytes.p + 4, bytes.n - 4} : (struct ws_slice){NULL, 0};
    struct ws_slice at8 =
        bytes.n > 8 ? (struct ws_slice){bytes.p + 8, bytes.n - 8} : (struct ws_slice){NULL, 0};
    return starts_with(at4, "ftyp", 4) ||
           (starts_with(bytes, "RIFF", 4) &&
            (starts_with(at8, "WEBP", 4) || starts_with(at8, "WAVE", 4) ||
             starts_with(at8, "AVI ", 4)));
}
