#include "pipeline/extract/metadata/metadata_title.h"

#include "pipeline/extract/dates/date_word.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

#define AUTHOR_BYTES 200
#define NEAR         12 /* blocks from the headline in which a byline is looked for */
#define BYLINE_WORDS 14
#define BYLINE_BYTES 72 /* of more words, where signs count as words */
#define NAME_WORDS   4  /* a link of more is none: "Read what Rosa Paz wrote before" */
#define LINE_WORDS   30 /* of a line with date, place and more, in which an element tells the author */

struct part {
    const char *p;
    size_t n;
};
#define PART(text) {text, sizeof text - 1}

static bool begins_nocase(struct ws_slice s, const struct part *part)
{
    return s.n >= part->n && ws_equals_nocase((struct ws_slice){s.p, part->n}, part->p);
}

/* "By", "Von", ... and a blank or colon: what stands before a name. Returns the bytes, 0: none.
 */
static size_t byline_word(struct ws_slice s)
{
    static const struct part WORDS[] = {
        PART("written by"), PART("posted by"), PART("by"), PART("von"), PART("par"), PART("por"), PART("di"),
        PART("door"), PART("av"), PART("af"), PART("text"), PART("texte"), PART("autor"), PART("autorin"),
        PART("autore"), PART("auteur"), PART("author"), PART("автор"), PART("Автор"), PART("текст"),
        PART("Текст"), PART("συντάκτης"), PART("Συντάκτης"), PART("作者"), PART("记者"), PART("編輯"), PART("编辑"),
        PART("文"), PART("كتب"), PART("كتبت"), PART("بقلم"), PART("napsal"), PART("napsala"), PART("autorka"),
        PART("tekst"), PART("tekst i zdjęcia"), PART("yazan"), PART("כתב"), PART("מאת"),
    };
    const uint8_t first = s.n ? ws_lower(*s.p) : 0;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        const size_t n = WORDS[i].n;
        if (first != (uint8_t)*WORDS[i].p || !begins_nocase(s, &WORDS[i]))
            continue;
        if (s.n == n)
            return n;
        if (s.p[n] == ':')
            return n + 1;
        if (s.n > n + 3 && !memcmp(s.p + n, "：", 3))
            return n + 3;
        if (s.p[n] == ' ' || s.p[n] == '\n')
            return n + (s.n > n + 1 && s.p[n + 1] == ':' ? 2 : 1);
    }
    return 0;
}

#define INITIAL_BYTES 4 /* of "Dr." and "Jean-C." at most */

/* Whether a sentence ends before the blank at i: "Rosa Paz. Photos: ...", but not "Dr. phil. Paz", "Ann Lee and Prof. Paz",
 * "Rosa M. Paz" or "Петров А.С.". */
static bool ends_sentence(struct ws_slice s, size_t i)
{
    size_t word = i;
    while (word && s.p[word - 1] != ' ')
        word--;
    if (!word || i - word <= INITIAL_BYTES || s.p[i - 1] != '.' || (s.p[word] >= 'a' && s.p[word] <= 'z'))
        return false;
    return !memchr(s.p + word, '.', i - 1 - word) && !ws_same((struct ws_slice){s.p + word, i - word}, ws_slice_of("Prof."));
}

/* Most parts begin with a blank: the last byte is looked at first. */
static bool stands_at(struct ws_slice s, size_t i, const struct part *part)
{
    return s.p[i] == (uint8_t)*part->p && i + part->n <= s.n && s.p[i + part->n - 1] == (uint8_t)part->p[part->n - 1] &&
           !memcmp(s.p + i, part->p, part->n);
}

/* Whether one of what ends a name stands at i, which is no letter: a mark, or words between blanks. */
static bool ends_name(struct ws_slice s, size_t i)
{
    static const struct part ENDS[] = {
        PART("|"), PART("·"), PART("•"), PART("–"), PART("—"), PART("/"), PART(" - "), PART(" : "), PART("@"), PART(", am "),
        PART(" am "), PART(" Published"), PART(" Updated"), PART(" Posted"),
        PART(" on "), PART(" Medically reviewed"), PART(" Reviewed by"), PART(" reviewed by"),
        /* but "Fotopoulos" is a name */
        PART(" Photo:"), PART(" Photo "), PART(" Photos"), PART(" Photograph"), PART(" Foto:"), PART(" Foto "), PART(" Fotos"),
        PART(" Fotograf"), PART(" Фото:"), PART(" Фото "), PART(" Фотограф")};
    static const struct part PLACES[] = {PART(" in "), PART(" at ")}; /* but not "in 't Veld" */
    for (size_t k = 0; k < sizeof ENDS / sizeof *ENDS; k++)
        if (stands_at(s, i, &ENDS[k]))
            return true;
    for (size_t k = 0; k < sizeof PLACES / sizeof *PLACES; k++) {
        const size_t behind = i + PLACES[k].n;
        if (stands_at(s, i, &PLACES[k]) && behind < s.n && s.p[behind] != '\'')
            return true;
    }
    return false;
}

/* A name ends with its line, and where a number, a bar, an address or the like begins: dates, roles, counts of
 * comments. */
static struct ws_slice cut_name(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool end = ws_is_digit(s.p[i]) || s.p[i] == '(' || s.p[i] == '\n' ||
                   (s.p[i] == ' ' && ends_sentence(s, i)) ||
                   (!ws_is_letter(s.p[i]) && ends_name(s, i));
        while (end && s.p[i] == '@' && i && s.p[i - 1] != ' ')
            i--; /* back to where the address begins */
        if (end)
            s.n = i;
    }
    while (s.n && strchr(", :;\n", s.p[s.n - 1]))
        s.n--;
    if (s.n > INITIAL_BYTES && s.p[s.n - 1] == '.' && ends_sentence(s, s.n))
        s.n--;
    return ws_trim_text(s);
}

/* Where the name begins in "View all posts by Rosa Paz", as weblogs call the page of an author; 0: at the first byte. */
static size_t behind_view(struct ws_slice s)
{
    static const struct part BEFORE[] = {PART("posts by "), PART("articles by "), PART("stories by ")};
    for (size_t i = 0; i < s.n; i++)
        for (size_t k = 0; k < sizeof BEFORE / sizeof *BEFORE; k++)
            if (s.n - i > BEFORE[k].n && begins_nocase((struct ws_slice){s.p + i, s.n - i}, &BEFORE[k]))
                return i + BEFORE[k].n;
    return 0;
}

static struct ws_slice without_arrow(struct ws_slice s)
{
    static const struct part ARROWS[] = {PART("→"), PART("»"), PART("›"), PART(">")};
    for (size_t k = 0; k < sizeof ARROWS / sizeof *ARROWS; k++)
        if (s.n > ARROWS[k].n && stands_at(s, s.n - ARROWS[k].n, &ARROWS[k]))
            return (struct ws_slice){s.p, s.n - ARROWS[k].n};
    return s;
}

/* "June 06, 2013" in what is called a byline: the name would be June. */
static bool begins_date(struct ws_slice s)
{
    char word[WS_DATE_WORD_BYTES];
    const uint8_t *p = s.p;
    ws_date_word(&p, s.p + s.n, word);
    while (p < s.p + s.n && (*p == ' ' || *p == '.'))
        p++;
    return p < s.p + s.n && ws_is_digit(*p) && ws_month_of(word);
}

/* "Foto: Rosa Paz" and "Updated Monday" are no authors. */
static bool begins_other_line(struct ws_slice s)
{
    static const struct part OTHERS[] = {PART("foto:"),   PART("fotos:"),   PART("photo:"),     PART("photos:"),
                                         PART("image:"),  PART("bild:"),    PART("credit:"),    PART("фото:"),
                                         PART("Фото:"),   PART("updated "), PART("last updated "), PART("published "),
                                         PART("posted "), PART("modified "), PART("about ")};
    for (size_t k = 0; k < sizeof OTHERS / sizeof *OTHERS; k++)
        if (begins_nocase(s, &OTHERS[k]))
            return true;
    return false;
}

/* A printed byline as a name; {NULL, 0} when it is none. */
static struct ws_slice as_name(struct ws_slice s)
{
    s = without_arrow(ws_trim_text(s));
    const size_t view = behind_view(s);
    s = (struct ws_slice){s.p + view, s.n - view};
    while (s.n && (*s.p == ',' || *s.p == '|' || *s.p == ' '))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    for (size_t n; (n = byline_word(s)) > 0;)
        s = ws_trim_text((struct ws_slice){s.p + n, s.n - n});
    const bool other = s.n && (begins_date(s) || begins_other_line(s));
    s = cut_name(s);
    uint32_t words = other ? 0 : ws_count_words(s);
    return words >= 1 && words <= 8 && s.n <= AUTHOR_BYTES && !ws_is_address(s)
               ? s
               : (struct ws_slice){NULL, 0};
}

static bool is_number(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ws_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* What machines are told, and what bylines hold beside names. */
static struct ws_slice checked(struct ws_slice s)
{
    static const char *const NOBODY[] = {
        "admin",   "administrator", "webmaster", "root",     "unknown",  "author", "null",  "undefined",
        "none",    "-",             "n/a",       "default",  "comments", "print",  "email", "share",
        "last",    "updated",       "published", "posted",   "facebook", "twitter", "google+", "veröffentlicht",
        "publié",  "publicado",     "pubblicato", "发布于", "about",   "all posts", "posts",  "profile"};
    for (size_t i = 0; i < sizeof NOBODY / sizeof *NOBODY; i++)
        if (ws_equals_nocase(s, NOBODY[i]))
            return (struct ws_slice){NULL, 0};
    if (is_number(s)) /* of the author, in a database */
        return (struct ws_slice){NULL, 0};
    size_t n = byline_word(s);
    if (n)
        s = ws_trim_text((struct ws_slice){s.p + n, s.n - n});
    return s.n <= AUTHOR_BYTES && !ws_is_address(s) ? s : (struct ws_slice){NULL, 0};
}

/* Whether the name goes on where the list ends: "Ann Lee, reporter", but not "Ann Leeson". */
static bool repeats(struct ws_slice name, struct ws_slice list)
{
    return list.n && name.n > list.n && ws_begins_with(name, list) && (name.p[list.n] == ' ' || name.p[list.n] == ',');
}

/* Names with ", " between them, each once: also where the second is the first and what the person does. */
static struct ws_slice append(struct ws_arena *arena, struct ws_slice list, struct ws_slice name)
{
    name = checked(name);
    if (ws_contains(list, name) || repeats(name, list))
        return list;
    uint8_t *p = name.n && list.n ? ws_arena_alloc(arena, list.n + 2 + name.n) : NULL;
    if (!p)
        return ws_orelse(list, name);
    memcpy(p, list.p, list.n);
    memcpy(p + list.n, ", ", 2);
    memcpy(p + list.n + 2, name.p, name.n);
    return (struct ws_slice){p, list.n + 2 + name.n};
}

/* What machines are told, and whose words they are: many sites put their own name where the author belongs. */
struct told {
    const struct ws_sources *s;
    struct ws_slice site;      /* its name, as ws_title_words() has it */
    struct ws_slice publisher; /* the first such name; {NULL, 0}: none yet */
};

/* "elmundo.es" */
static bool is_domain(struct ws_slice s)
{
    size_t n = 0;
    while (n < s.n && s.p[s.n - 1 - n] >= 'a' && s.p[s.n - 1 - n] <= 'z')
        n++;
    return n >= 2 && n + 1 < s.n && s.p[s.n - 1 - n] == '.' && !memchr(s.p, ' ', s.n);
}

/* "Courier" of "The Courier", but not "Steve Forbes" of "Forbes". */
static bool is_publisher(const struct told *t, struct ws_slice name)
{
    const struct ws_slice words = ws_title_words(t->s->arena, name);
    return is_domain(name) || (words.n && ws_contains(t->site, words));
}

static struct ws_slice append_person(struct told *t, struct ws_slice list, struct ws_slice name)
{
    name = checked(name);
    if (!name.n || !is_publisher(t, name))
        return append(t->s->arena, list, name);
    t->publisher = ws_orelse(t->publisher, name);
    return list;
}

static struct ws_slice in_json(struct told *t, const struct ws_ld_thing *thing)
{
    struct ws_slice all = {NULL, 0};
    for (unsigned i = 0; i < thing->n_authors; i++)
        all = append_person(t, all, ws_clean(t->s->arena, thing->authors[i]));
    return all;
}

/* "ROSA PAZ;ANN LEE" as two; *n: names so far. */
static struct ws_slice append_each(struct told *t, struct ws_slice list, struct ws_slice names, unsigned *n)
{
    for (; names.n && *n < WS_LD_AUTHORS; ++*n)
        list = append_person(t, list, ws_next_name(&names));
    return list;
}

static struct ws_slice in_meta(struct told *t)
{
    static const char KEYS[] =
        "author\0article:author\0byl\0parsely-author\0sailthru.author\0dc.creator\0"
        "dcterms.creator\0dc.contributor\0citation_author\0cxenseparse:author\0"
        "article:author_name\0";
    for (const char *key = KEYS; *key; key += strlen(key) + 1) {
        struct ws_slice all = {NULL, 0}, v;
        size_t from = 0;
        unsigned n = 0;
        while (n < WS_LD_AUTHORS && (v = ws_meta_next(t->s, key, &from)).n)
            all = append_each(t, all, v, &n);
        if (all.n)
            return all;
    }
    return (struct ws_slice){NULL, 0};
}

/* The name inside itemprop=author, or all of it. */
static struct ws_slice in_microdata(const struct ws_sources *s)
{
    struct ws_slice all = {NULL, 0};
    size_t from = 0;
    uint32_t node;
    for (unsigned n = 0; n < WS_LD_AUTHORS && (node = ws_item(s, "author", &from)) != 0; n++) {
        size_t inside = from;
        uint32_t name = ws_item(s, "name", &inside);
        bool is_inside = name > node && name < s->tree->nodes[node].end;
        all = append(s->arena, all, as_name(ws_item_value(s, is_inside ? name : node)));
    }
    return all;
}

static struct ws_slice in_rel(const struct ws_sources *s)
{
    for (size_t i = 0; i < s->n_items; i++)
        if (ws_has_word(ws_node_attr(s->tree, s->items[i], WS_ATTR_REL), "author") &&
            !ws_is_aside(s, s->items[i])) {
            struct ws_slice name = checked(as_name(ws_text_in(s, s->items[i])));
            if (name.n)
                return name;
        }
    return (struct ws_slice){NULL, 0};
}

/* The block, or what is at most two levels around it, is called a byline. */
static bool is_called_byline(const struct ws_sources *s, uint32_t node)
{
    for (int up = 0; up < 3 && node; up++, node = s->tree->nodes[node].parent)
        if (ws_named(s, node) & WS_SAYS_AUTHOR)
            return true;
    return false;
}

/* Whether an address is that of what somebody wrote: "/autor/rosa-paz". */
static bool leads_to_author(struct ws_slice href)
{
    static const char SEGMENTS[] =
        "author\0authors\0autor\0autores\0autoren\0auteur\0auteurs\0autore\0autori\0autorzy\0avtor\0"
        "authorprofile\0byline\0journalist\0journaliste\0periodista\0redaktor\0redakteur\0skribent\0";
    for (size_t i = 0; i < href.n; i++) {
        size_t n = 0;
        while (i + n < href.n && href.p[i + n] != '/')
            n++;
        for (const char *w = SEGMENTS; i + n < href.n && *w; w += strlen(w) + 1)
            if (n && ws_lower(href.p[i]) == (uint8_t)*w &&
                ws_equals_nocase((struct ws_slice){href.p + i, n}, w))
                return true;
        i += n;
    }
    return false;
}

/* Whether the element is called an author, or is a link to what somebody wrote. */
static bool tells_author(const struct ws_sources *s, uint32_t node)
{
    if (ws_named(s, node) & WS_SAYS_AUTHOR) /* and not what the author does */
        return !(ws_named(s, node) & WS_SAYS_JOB);
    return s->tree->nodes[node].tag == WS_TAG_A &&
           leads_to_author(ws_node_attr(s->tree, node, WS_ATTR_HREF));
}

/* The names in elements of the block that tell an author. */
static struct ws_slice inside(const struct ws_sources *s, const struct ws_block *b)
{
    struct ws_slice all = {NULL, 0};
    for (uint32_t k = b->run; k < b->run + b->n_runs; k++) {
        uint32_t e = s->tree->nodes[s->blocks->runs[k].node].parent;
        while (e && e != b->node && !tells_author(s, e))
            e = s->tree->nodes[e].parent;
        if (!e || e == b->node)
            continue;
        struct ws_slice name = as_name(ws_text_in(s, e));
        bool plain = name.n && ws_count_words(name) <= NAME_WORDS && *name.p != '@' && *name.p != '[';
        all = append(s->arena, all, plain ? name : (struct ws_slice){NULL, 0});
    }
    return all;
}

/* Where the part of a line ends that begins at its first byte: at a bar, or before a blank and a label with a colon
 * of a script without capitals ("来源：某报 作者：王小明"). */
static size_t part_of_line(struct ws_slice line)
{
    for (size_t i = 0; i < line.n; i++) {
        const struct ws_slice behind = {line.p + i + 1, line.n - i - 1};
        if (line.p[i] == '|' ||
            (line.p[i] == ' ' && behind.n && behind.p[0] >= 0xe0 && byline_word(behind)))
            return i;
    }
    return line.n;
}

/* "Posted on March 5, 2024 by Rosa Paz": what is behind the "by". */
static struct ws_slice behind_by(struct ws_slice part)
{
    static const struct part POSTED[] = {PART("posted "), PART("published "), PART("submitted ")};
    const struct ws_slice by = ws_slice_of(" by ");
    bool posted = false;
    for (size_t i = 0; i < sizeof POSTED / sizeof *POSTED; i++)
        posted |= begins_nocase(part, &POSTED[i]);
    const size_t before = posted ? ws_bytes_before(part, by) : part.n;
    return before < part.n ? (struct ws_slice){part.p + before + 1, part.n - before - 1} : part;
}

/* "홍길동 기자": a reporter's name before what he is. */
static struct ws_slice before_reporter(struct ws_slice part)
{
    const struct ws_slice reporter = ws_slice_of(" 기자");
    const size_t n = ws_bytes_before(part, reporter);
    return n < part.n && n + reporter.n == part.n ? (struct ws_slice){part.p, n}
                                                  : (struct ws_slice){NULL, 0};
}

#define REPORTER_BYTES 12 /* four syllables */

/* The part of a line "21 May | Author: Rosa Paz | Views: 7" that begins like a byline. */
static struct ws_slice spelt_out(struct ws_slice line)
{
    while (line.n) {
        const size_t n = part_of_line(line);
        const struct ws_slice part = ws_trim_text((struct ws_slice){line.p, n});
        const struct ws_slice reporter = before_reporter(part), byline = behind_by(part);
        if (reporter.n && reporter.n <= REPORTER_BYTES)
            return reporter;
        struct ws_slice name =
            byline_word(byline) ? checked(as_name(byline)) : (struct ws_slice){NULL, 0};
        uint32_t words = ws_count_words(name);
        if (words >= 2 && words <= 5)
            return name;
        line = n < line.n ? (struct ws_slice){line.p + n + 1, line.n - n - 1}
                          : (struct ws_slice){NULL, 0};
    }
    return (struct ws_slice){NULL, 0};
}

/* The text of the block up to an element that is called what the author does. */
static struct ws_slice before_job(const struct ws_sources *s, const struct ws_block *b)
{
    for (uint32_t k = b->run + 1; k < b->run + b->n_runs; k++) {
        const struct ws_run *run = &s->blocks->runs[k];
        uint32_t e = s->tree->nodes[run->node].parent;
        while (e && e != b->node && !(ws_named(s, e) & WS_SAYS_JOB))
            e = s->tree->nodes[e].parent;
        if (e && e != b->node && run->at >= b->text.p && run->at < b->text.p + b->text.n)
            return (struct ws_slice){b->text.p, (size_t)(run->at - b->text.p)};
    }
    return b->text;
}

/* Near the headline: what is called an author in a block, or a block called a byline, else one that begins
 * like one. */
static struct ws_slice printed(const struct ws_sources *s)
{
    struct ws_slice spelt = {NULL, 0};
    if (s->headline == WS_NO_BLOCK)
        return spelt;
    uint32_t end = s->headline + 1 + NEAR;
    for (uint32_t i = s->headline + 1; i < end && i < s->blocks->n; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->words > LINE_WORDS || b->hidden || ws_is_aside(s, b->node))
            continue;
        struct ws_slice marked = inside(s, b);
        if (marked.n)
            return marked;
        if (b->words > BYLINE_WORDS && b->text.n > BYLINE_BYTES)
            continue;
        struct ws_slice text = ws_one_line(s->arena, b->text);
        struct ws_slice name = ws_one_line(s->arena, checked(as_name(before_job(s, b))));
        if (name.n && (is_called_byline(s, s->tree->nodes[b->first].parent) ||
                       is_called_byline(s, b->node)))
            return name;
        if (!spelt.n)
            spelt = spelt_out(text);
    }
    return spelt;
}

struct ws_slice ws_find_author(const struct ws_sources *s, struct ws_slice site)
{
    struct told t = {s, ws_title_words(s->arena, site), {NULL, 0}};
    struct ws_slice a = in_json(&t, &s->ld.main);
    if (!a.n)
        a = in_meta(&t);
    if (!a.n)
        a = in_microdata(s);
    if (!a.n)
        a = in_rel(s);
    if (!a.n)
        a = printed(s);
    if (!a.n)
        a = t.publisher;
    return a.n ? a : ws_orelse(in_json(&t, &s->ld.page), t.publisher);
}
