#include "pipeline/extract/select/byline.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/words.h"

#include <string.h>

/* --- tokens --------------------------------------------------------------------------- */

#define MAX_TOKENS 40
#define MAX_WORDS  12 /* two letters of a script without blanks count as one, and two numbers */
#define MAX_BYTES  300

struct token {
    struct ws_slice s;
    uint32_t number; /* value, if digits */
    uint32_t behind; /* character right behind it, 0 at the end */
    uint8_t digits;  /* 0: a word */
    bool capital, solo;
};

struct line {
    struct token v[MAX_TOKENS];
    size_t n;
    size_t words; /* in halves */
};

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* The character at p without moving p; 0 at the end. */
static uint32_t peek(const uint8_t *p, const uint8_t *end)
{
    return p < end ? ws_utf8_next(&p, end) : 0;
}

/* Runs of digits, runs of letters; a letter of a script without blanks is a token. */
static struct token read_token(const uint8_t **p, const uint8_t *end)
{
    const uint8_t *from = *p;
    uint32_t c = ws_utf8_next(p, end);
    struct token t = {.capital = ws_is_capital(c), .solo = ws_char_class(c) == WS_CHAR_SOLO};
    bool number = is_digit(c);
    for (; number && t.digits < 9 && is_digit(c); c = peek(*p, end)) {
        t.number = t.number * 10 + (c - '0');
        *p = from + ++t.digits;
    }
    while (!t.solo && *p < end) {
        const uint8_t *next = *p;
        c = ws_utf8_next(&next, end);
        if (ws_char_class(c) != WS_CHAR_WORD || is_digit(c) != number)
            break;
        *p = next;
    }
    t.s = (struct ws_slice){from, (size_t)(*p - from)};
    t.behind = peek(*p, end);
    return t;
}

/* false: too long for a byline. */
static bool tokenise(struct ws_slice text, struct line *l)
{
    const uint8_t *p = text.p, *end = text.p + text.n;
    l->n = l->words = 0;
    while (p < end) {
        if (ws_char_class(peek(p, end)) < WS_CHAR_WORD) {
            ws_utf8_next(&p, end);
            continue;
        }
        if (l->n == MAX_TOKENS || l->words >= 2 * MAX_WORDS)
            return false;
        l->v[l->n] = read_token(&p, end);
        l->words += l->v[l->n].solo || l->v[l->n].digits ? 1 : 2;
        l->n++;
    }
    return l->n > 0;
}

/* A stop at the end of more than four words, but not behind one as short as an abbreviation. */
static bool ends_a_sentence(const struct line *l, struct ws_slice text)
{
    const struct token *last = &l->v[l->n - 1];
    uint32_t c = 0;
    for (const uint8_t *p = last->s.p + last->s.n, *end = text.p + text.n;
         p < end && !ws_is_stop(c);)
        c = ws_utf8_next(&p, end);
    return ws_is_stop(c) && (last->digits || last->solo || last->s.n > 2) && l->words > 8;
}

/* --- dates ---------------------------------------------------------------------------- */

static bool is_year(const struct token *t)
{
    return t->digits == 4 && t->number >= 1900 && t->number < 2100;
}

static bool is_day(const struct token *t)
{
    return (t->digits == 1 || t->digits == 2) && t->number >= 1 && t->number <= 31;
}

static bool is_clock(const struct token *t)
{
    return (t->digits == 1 || t->digits == 2) && t->number < 24 &&
           (t->behind == ':' || t->behind == 0xff1a) && t[1].digits == 2 && t[1].number < 60;
}

/* 01/05/2024, 1-5-24, 24-05-01: three numbers between the same marks. Between stops (1.5.2024,
 * 01.05.24) they have to be longer, for 1.2.10 is a version. */
static bool is_numeric_date(const struct token *t)
{
    uint32_t mark = t[0].behind;
    unsigned digits = t[0].digits + t[2].digits;
    return (mark == '.' || mark == '/' || mark == '-') && t[1].behind == mark &&
           is_day(&t[1]) && t[0].digits && t[2].digits && digits <= 6 &&
           digits + t[1].digits >= (mark == '.' ? 6u : 4u) && (is_day(&t[0]) || is_day(&t[2]));
}

/* A day and a year behind it: "12. März 2024", "12th of March 2024", "12 de marzo de 2024", but
 * not "25 best films of 2024". */
static bool is_day_of_year(const struct token *day, size_t distance)
{
    return is_day(day) && is_year(day + distance) && (distance <= 2 || day[1].s.n <= 3);
}

#define DATE_SPAN 4 /* from the day to the year, or back */

/* --- authors -------------------------------------------------------------------------- */

/* Words that stand before a name, but before other things, too. In small letters, between
 * blanks. */
static const char PREPOSITIONS[] =
    " by von par por de di da door av af od przez от από tarafından written author autor "
    "autora auteur автор авторы ";

/* Words that announce a name or a date when a colon or a stroke follows; in scripts without
 * capitals a blank will do. */
static const char LABELS[] =
    " author authors autor autorin autoren autora autores auteur auteurs autore autori "
    "forfatter författare skribent auteure text texte texto testo tekst текст автор авторы "
    "kirjoittaja szerző yazar yazan reporter correspondent redaktion redaktor redaktör "
    "redacción redazione rédaction redação редактор συντάκτης συγγραφέας source quelle "
    "fuente fonte źródło источник bron kaynak published updated posted veröffentlicht "
    "aktualisiert stand publié publicado actualizado pubblicato aggiornato opublikowano "
    "aktualizacja опубликовано обновлено дата data datum fecha date gepubliceerd publicerad "
    "uppdaterad oppdatert publisert güncelleme tarih δημοσίευση ημερομηνία الكاتب بقلم كتب "
    "تاريخ מאת 글 기자 입력 ";

static const char *const SOLO_LABELS[] = {
    "作者", "记者", "記者",   "责任编辑", "責任編輯", "责编",     "编辑",     "編輯", "撰文",
    "文",   "来源", "來源",   "本报记者", "本報記者", "发布时间", "發布時間", "时间", "時間",
    "執筆", "筆者", "公開日", "更新日",   "投稿日",   "ผู้เขียน",    "โดย"};

#define LONGEST_LABEL 40 /* bytes */

static bool is_listed(const char *list, struct ws_slice word)
{
    char key[LONGEST_LABEL + 2];
    size_t n = 0;
    if (!word.n || word.n > LONGEST_LABEL - 2)
        return false;
    key[n++] = ' ';
    for (const uint8_t *p = word.p, *end = word.p + word.n; p < end;) {
        uint32_t c = ws_fold_case(ws_utf8_next(&p, end));
        if (c < 0x80) {
            key[n++] = (char)c;
        } else if (c < 0x800) {
            key[n++] = (char)(0xc0 | c >> 6);
            key[n++] = (char)(0x80 | (c & 0x3f));
        } else {
            key[n++] = (char)(0xe0 | (c >> 12 & 0xf));
            key[n++] = (char)(0x80 | (c >> 6 & 0x3f));
            key[n++] = (char)(0x80 | (c & 0x3f));
        }
    }
    key[n++] = ' ';
    key[n] = '\0';
    return strstr(list, key) != NULL;
}

#define MIDDLE_DOT 0x30fb /* Japanese; between letters it belongs to a word */

/* One of SOLO_LABELS, and then something else than one more letter of a longer word. */
static bool is_solo_labelled(struct ws_slice s)
{
    if (!s.n || *s.p < 0xe0) /* as all of them begin */
        return false;
    for (size_t i = 0; i < sizeof SOLO_LABELS / sizeof SOLO_LABELS[0]; i++) {
        size_t n = strlen(SOLO_LABELS[i]);
        uint32_t behind = s.n > n ? peek(s.p + n, s.p + s.n) : 0;
        if (s.n > n && !memcmp(s.p, SOLO_LABELS[i], n) &&
            (ws_char_class(behind) != WS_CHAR_SOLO || behind == MIDDLE_DOT))
            return true;
    }
    return false;
}

#define FIRST_WITHOUT_CASE                                                                     \
    0x590 /* Hebrew, Arabic, Indic ...; before it Latin, Greek, Cyrillic, Armenian */

static bool is_labelled(const struct line *l, struct ws_slice text)
{
    const struct token *first = &l->v[0];
    size_t skipped = (size_t)(first->s.p - text.p); /* a bracket, say */
    if (is_solo_labelled((struct ws_slice){first->s.p, text.n - skipped}))
        return true;
    const bool announces =
        first->behind == ':' || first->behind == 0xff1a || first->behind == '/' ||
        (first->behind == ' ' && peek(text.p + skipped, text.p + text.n) >= FIRST_WITHOUT_CASE);
    return announces && l->n >= 2 && is_listed(LABELS, first->s);
}

/* Ends a name: "By Jane Roe, staff writer". */
static bool ends_name(uint32_t c)
{
    return c == ',' || c == '|' || c == '/' || c == '(' || c == 0xb7 || c == 0x2022 ||
           c == '\n';
}

/* Capitals, and short words between them ("and", "van", "y"). */
static bool names_someone(const struct line *l)
{
    bool any = false;
    if (!is_listed(PREPOSITIONS, l->v[0].s))
        return false;
    for (size_t i = 1; i < l->n; i++) {
        const struct token *t = &l->v[i];
        if (!t->capital && (t->s.n > 4 || t->digits || i + 1 == l->n))
            return any && t->digits; /* the date behind the name */
        any |= t->capital;
        if (ends_name(t->behind))
            break;
    }
    return any;
}

/* --- dates among words ---------------------------------------------------------------- */

#define DATE_WORDS 6 /* beside the numbers; with more of them a date is one in a sentence */

/* Is there a date, or a time of day, at the i-th token? labelled: more words may be around it, but its parts stand
 * together. */
static bool is_date_at(const struct line *l, size_t i, bool labelled)
{
    const struct token *t = &l->v[i];
    if (i + 1 < l->n && !labelled && is_clock(t))
        return true;
    if (i + 2 < l->n && is_numeric_date(t))
        return true;
    for (size_t k = i + 1; k < l->n && k <= i + DATE_SPAN; k++)
        if (is_day_of_year(t, k - i) || /* year, month, day; 2022(1) is a number */
            (is_year(t) && is_day(&l->v[k]) && k > i + 1 && (!labelled || t[1].digits)))
            return true;
    return false;
}

/* "Posted on Tuesday, March 5, 2024 by Nora Quill in Culture" has more words than a date alone. */
static bool has_date(const struct line *l)
{
    size_t words = 0; /* in halves */
    for (size_t i = 0; i < l->n; i++)
        words += l->v[i].digits ? 0 : l->v[i].solo ? 1 : 2;
    bool labelled = words > 2 * DATE_WORDS;
    if (labelled && !is_listed(LABELS, l->v[0].s))
        return false;
    for (size_t i = 0; i < l->n; i++)
        if (is_date_at(l, i, labelled))
            return true;
    return false;
}

unsigned ws_byline_read(struct ws_slice text)
{
    struct line l;
    if (text.n > MAX_BYTES || !tokenise(text, &l))
        return 0;
    /* "Written by Rosa Paz, 14 August 2020. Last changed 2 March 2021." */
    bool dated = is_year(&l.v[l.n - 1]) && names_someone(&l);
    if (ends_a_sentence(&l, text) && !dated)
        return 0;
    return (has_date(&l) ? WS_LINE_DATE : 0u) | (names_someone(&l) ? WS_LINE_AUTHOR : 0u) |
           (is_labelled(&l, text) ? WS_LINE_LABEL : 0u);
}
