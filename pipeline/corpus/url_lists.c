#include "pipeline/corpus/url_lists.h"
#include "pipeline/corpus/host_name.h"

#include <string.h>

#define WORD_MAX 255

void ws_url_lists_init(struct ws_url_lists *l)
{
    *l = (struct ws_url_lists){.soft_least = 2};
    ws_string_set_init(&l->domains);
    ws_string_set_init(&l->addresses);
    ws_string_set_init(&l->words);
    ws_string_set_init(&l->soft_words);
    ws_buf_init(&l->waiting, UINT32_MAX);
}

void ws_url_lists_release(struct ws_url_lists *l)
{
    ws_string_set_release(&l->domains);
    ws_string_set_release(&l->addresses);
    ws_string_set_release(&l->words);
    ws_string_set_release(&l->soft_words);
    ws_substrings_release(&l->substrings);
    ws_buf_release(&l->waiting);
}

bool ws_url_lists_are_empty(const struct ws_url_lists *l)
{
    return !l->domains.n && !l->addresses.n && !l->words.n && !l->soft_words.n &&
           !l->substrings.n;
}

/* --- ASCII ---------------------------------------------------------------------------- */

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool is_digit(uint8_t c)
{
    return (uint8_t)(c - '0') < 10;
}

static bool is_letter(uint8_t c)
{
    return (uint8_t)((c | 0x20) - 'a') < 26;
}

static bool is_alnum(uint8_t c)
{
    return is_digit(c) || is_letter(c);
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct ws_slice from(struct ws_slice s, size_t n)
{
    return n ? (struct ws_slice){s.p + n, s.n - n} : s;
}

/* Length of what is in front of the first of these two, or of all. */
static size_t up_to(struct ws_slice s, uint8_t a, uint8_t b)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != a && s.p[n] != b)
        n++;
    return n;
}

/* --- an address taken apart ----------------------------------------------------------- */

struct place {
    struct ws_slice host,
        path; /* path: with the query, from its first slash or question mark on */
};

/* Without a leading www., www2. ... that has a name behind it. */
static struct ws_slice without_www(struct ws_slice host)
{
    size_t n = 3;
    if (host.n < 4 || lower(host.p[0]) != 'w' || lower(host.p[1]) != 'w' ||
        lower(host.p[2]) != 'w')
        return host;
    while (n < host.n && is_digit(host.p[n]))
        n++;
    bool is_www = n < host.n && host.p[n] == '.' && memchr(host.p + n + 1, '.', host.n - n - 1);
    return is_www ? from(host, n + 1) : host;
}

/* The name in an authority: without user, port and dots around it. */
static struct ws_slice to_host(struct ws_slice s)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == '@') {
            s = from(s, i + 1);
            break;
        }
    size_t end = s.n;
    while (end && is_digit(s.p[end - 1]))
        end--;
    if (end && s.p[end - 1] == ':')
        s.n = end - 1;
    while (s.n && s.p[s.n - 1] == '.')
        s.n--;
    while (s.n && s.p[0] == '.')
        s = from(s, 1);
    return s;
}

static size_t scheme_length(struct ws_slice s)
{
    size_t n = 0;
    while (n < s.n && (is_alnum(s.p[n]) || s.p[n] == '+' || s.p[n] == '-' || s.p[n] == '.'))
        n++;
    return s.n - n >= 3 && memcmp(s.p + n, "://", 3) == 0 ? n + 3 : 0;
}

static struct place take_apart(struct ws_slice url)
{
    url = from(url, scheme_length(url));
    url.n = up_to(url, '#', '#');
    size_t n = up_to(url, '/', '?');
    struct place p = {.host = to_host((struct ws_slice){url.p, n}), .path = from(url, n)};
    return p;
}

/* --- filling -------------------------------------------------------------------------- */

static void lower_all(uint8_t *to, struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        to[i] = lower(s.p[i]);
}

/* Of "0.0.0.0 example.com # why" the name. */
static struct ws_slice to_entry(struct ws_slice line)
{
    static const char *const NOWHERE[] = {"0.0.0.0", "127.0.0.1"};
    for (size_t i = 0; i < sizeof NOWHERE / sizeof *NOWHERE; i++) {
        size_t n = strlen(NOWHERE[i]);
        if (line.n > n && memcmp(line.p, NOWHERE[i], n) == 0 && is_blank(line.p[n]))
            line = from(line, n + 1);
    }
    while (line.n && is_blank(line.p[0]))
        line = from(line, 1);
    line.n = up_to(line, ' ', '\t');
    if (line.n > 2 && line.p[0] == '*' && line.p[1] == '.')
        line = from(line, 2);
    return line;
}

static enum ws_status add_place(struct ws_url_lists *l, struct ws_slice line)
{
    uint8_t key[WS_STRING_SET_LONGEST];
    struct place p = take_apart(to_entry(line));
    bool is_domain = p.path.n == 0;
    size_t n = ws_host_ascii(is_domain ? p.host : without_www(p.host), key);
    while (p.path.n && p.path.p[p.path.n - 1] == '/')
        p.path.n--;
    if (n == 0 || n + p.path.n > sizeof key)
        return WS_SKIP;
    lower_all(key + n, p.path);
    return ws_string_set_add(is_domain ? &l->domains : &l->addresses,
                             (struct ws_slice){key, n + p.path.n})
               ? WS_OK
               : WS_FATAL;
}

/* Letters and digits alone, in lower case; 0: there are others, or none, or too many. */
static size_t to_word(struct ws_slice line, uint8_t *word, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] >= 0x80 || (is_alnum(line.p[i]) && n == max))
            return 0;
        if (is_alnum(line.p[i]))
            word[n++] = lower(line.p[i]);
    }
    return n;
}

static enum ws_status add_word(struct ws_url_lists *l, enum ws_url_list which,
                               struct ws_slice line)
{
    uint8_t word[WORD_MAX];
    struct ws_slice s = {word, to_word(line, word, sizeof word)};
    if (s.n == 0)
        return WS_SKIP;
    bool ok = which == WS_LIST_SUBSTRINGS
                  ? ws_buf_append(&l->waiting, s.p, s.n) && ws_buf_append(&l->waiting, "\n", 1)
                  : ws_string_set_add(which == WS_LIST_WORDS ? &l->words : &l->soft_words, s);
    return ok ? WS_OK : WS_FATAL;
}

enum ws_status ws_url_lists_add(struct ws_url_lists *l, enum ws_url_list which,
                                struct ws_slice line)
{
    while (line.n && is_blank(line.p[0]))
        line = from(line, 1);
    while (line.n && is_blank(line.p[line.n - 1]))
        line.n--;
    if (line.n == 0 || line.p[0] == '#')
        return WS_OK;
    return which == WS_LIST_PLACES ? add_place(l, line) : add_word(l, which, line);
}

static bool close_substrings(struct ws_url_lists *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->waiting.n; i++)
        n += l->waiting.p[i] == '\n';
    struct ws_slice rest = {l->waiting.p, l->waiting.n}, *list = NULL;
    struct ws_buf room;
    ws_buf_init(&room, SIZE_MAX);
    bool ok = ws_buf_reserve(&room, (n + 1) * sizeof *list);
    if (ok) {
        list = (struct ws_slice *)(void *)room.p;
        for (size_t i = 0; i < n; i++) {
            list[i] = (struct ws_slice){rest.p, up_to(rest, '\n', '\n')};
            rest = from(rest, list[i].n + 1);
        }
        ok = ws_substrings_init(&l->substrings, list, n);
    }
    ws_buf_release(&room);
    ws_buf_release(&l->waiting);
    return ok;
}

bool ws_url_lists_close(struct ws_url_lists *l)
{
    ws_string_set_trim(&l->domains);
    ws_string_set_trim(&l->addresses);
    return close_substrings(l);
}

/* --- asking: places ------------------------------------------------------------------- */

/* No name ends in a label of digits. */
static bool is_ip(struct ws_slice host)
{
    size_t n = host.n;
    while (n && is_digit(host.p[n - 1]))
        n--;
    return n < host.n ? n == 0 || host.p[n - 1] == '.' : n && host.p[n - 1] == ']';
}

/* Is it the name of a whole site, by its looks? example.com, and example.co.uk: that a name of
 * two or three letters below a country is not the site's own holds well enough for telling one
 * reason from another. */
static bool is_site(struct ws_slice name)
{
    size_t n_labels = 1, length[2] = {0, 0}; /* of the last label, and of the one before */
    for (size_t i = name.n; i-- > 0;) {
        if (name.p[i] == '.')
            n_labels++;
        else if (n_labels <= 2)
            length[n_labels - 1]++;
    }
    return n_labels <= 2 || is_ip(name) ||
           (n_labels == 3 && length[0] == 2 && (length[1] == 2 || length[1] == 3));
}

/* The highest of the domains above the host counts: it says most. */
static enum ws_url_hit find_domain(const struct ws_url_lists *l, struct ws_slice host)
{
    struct ws_slice found = {NULL, 0};
    bool whole = is_ip(host);
    while (l->domains.n && host.n) {
        if (ws_string_set_has(&l->domains, host))
            found = host;
        size_t n = up_to(host, '.', '.');
        host = from(host, whole || n == host.n ? host.n : n + 1);
    }
    return !found.n ? WS_URL_NO_HIT : is_site(found) ? WS_URL_DOMAIN : WS_URL_SUBDOMAIN;
}

static bool is_boundary(uint8_t c)
{
    return c == '/' || c == '?' || c == '&';
}

/* key: host and path in lower case, of which the first n bytes are there; whole: they are
 * all. */
static bool find_address(const struct ws_url_lists *l, const uint8_t *key, size_t n,
                         size_t n_host, bool whole)
{
    for (size_t i = n_host; i < n; i++)
        if (is_boundary(key[i]) && ws_string_set_has(&l->addresses, (struct ws_slice){key, i}))
            return true;
    return whole && ws_string_set_has(&l->addresses, (struct ws_slice){key, n});
}

static enum ws_url_hit find_place(const struct ws_url_lists *l, struct ws_slice url)
{
    uint8_t key[WS_STRING_SET_LONGEST + 1];
    struct place p = take_apart(url);
    size_t n = ws_host_ascii(p.host, key);
    if (n == 0)
        return WS_URL_NO_HIT;
    enum ws_url_hit hit = find_domain(l, (struct ws_slice){key, n});
    if (hit != WS_URL_NO_HIT || !l->addresses.n)
        return hit;
    n = ws_host_ascii(without_www(p.host), key);
    size_t room = l->addresses.longest + 1; /* with the boundary behind the longest */
    bool whole = n + p.path.n <= room;
    if (room < n)
        return WS_URL_NO_HIT;
    if (!whole)
        p.path.n = room - n;
    lower_all(key + n, p.path);
    return find_address(l, key, n + p.path.n, n, whole) ? WS_URL_ADDRESS : WS_URL_NO_HIT;
}

/* --- asking: words -------------------------------------------------------------------- */

struct word_search {
    const struct ws_url_lists *lists;
    struct ws_slice soft[WS_SOFT_WORDS_MAX]; /* the different ones; in the address */
    unsigned n_soft;
    bool hard;
};

static bool same_word(struct ws_slice a, struct ws_slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

static void note_soft(struct word_search *w, struct ws_slice word)
{
    for (unsigned i = 0; i < w->n_soft; i++)
        if (same_word(w->soft[i], word))
            return;
    if (w->n_soft < WS_SOFT_WORDS_MAX)
        w->soft[w->n_soft++] = word;
}

static void look_up(struct word_search *w, struct ws_slice word)
{
    uint8_t key[WORD_MAX];
    if (word.n > sizeof key)
        return;
    lower_all(key, word);
    struct ws_slice s = {key, word.n};
    w->hard |= ws_string_set_has(&w->lists->words, s);
    if (ws_string_set_has(&w->lists->soft_words, s))
        note_soft(w, word);
}

static enum ws_url_hit find_words(const struct ws_url_lists *l, struct ws_slice url)
{
    struct word_search w = {.lists = l};
    if (!l->words.n && !l->soft_words.n)
        return WS_URL_NO_HIT;
    for (size_t i = 0; i < url.n;) {
        size_t n = 0;
        while (i + n < url.n && is_alnum(url.p[i + n]))
            n++;
        if (n)
            look_up(&w, (struct ws_slice){url.p + i, n});
        i += n + 1;
    }
    return w.hard ? WS_URL_WORD : w.n_soft >= l->soft_least ? WS_URL_SOFT_WORDS : WS_URL_NO_HIT;
}

enum ws_url_hit ws_url_lists_judge(const struct ws_url_lists *l, struct ws_slice url)
{
    enum ws_url_hit hit = find_place(l, url);
    if (hit == WS_URL_NO_HIT)
        hit = find_words(l, url);
    if (hit == WS_URL_NO_HIT && ws_substrings_find(&l->substrings, url))
        hit = WS_URL_SUBSTRING;
    return hit;
}
