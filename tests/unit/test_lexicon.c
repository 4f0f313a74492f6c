/* Words of markup and phrases of text. */
#include "pipeline/extract/features/measure.h"
#include "pipeline/extract/lexicon/lexicon_phrases.h"
#include "tests/tap.h"

#include <stdlib.h>

static uint32_t markup(const char *value)
{
    return ws_lexicon_markup(SLICE(value));
}

static struct ws_cues cues(const char *text)
{
    uint32_t token[WS_TOKENS_MAX];
    struct ws_block b = {.text = SLICE(text)};
    struct ws_measure m = {.n_words = 0};
    struct ws_arena arena;
    struct ws_text_map map;
    ws_arena_init(&arena);
    if (!ws_text_map_new(b.text.n, &ws_block_odds, &arena, &map))
        exit(3);
    ws_measure_text(&b, &map, token, &m);
    ws_lot_settle(map.lot);
    ws_arena_release(&arena);
    return m.cues;
}

static size_t count_phrases(void)
{
    size_t n = 0;
    for (size_t k = 0; k < ws_phrases_count; k++)
        for (const char *const *p = ws_phrases[k].v; *p; p++)
            n++;
    return n;
}

int main(void)
{
    ws_lexicon_init();
    OK(count_phrases() <= WS_PHRASES_MAX, "there is room for all phrases");
    OK(markup("entry-title") & WS_MARK_TITLE, "words are split at hyphens");
    OK(markup("rightSidebar") & WS_MARK_SIDE, "words are split at capitals");
    OK(markup("CAPTION") & WS_MARK_CAPTION, "case does not matter");
    OK(markup("comment_title x") == (WS_MARK_COMMENT | WS_MARK_TITLE),
       "a value may have several classes");
    IS_INT(markup("zzz 123 a"), 0, "unknown words have none");
    IS_INT(markup(""), 0, "nor has nothing");

    IS_INT(cues("\u00a9 2024 Example Ltd. All Rights Reserved.").legal, 2, "legal phrases are counted");
    IS_INT(cues("Subscribe to our newsletter").appeal, 2, "appeals are counted");
    IS_INT(cues("the misdonated reader").appeal, 0, "phrases begin where a word begins");
    OK(cues("\u8bf7\u5173\u6ce8\u6211\u4eec").appeal, "but anywhere in Chinese");
    IS_INT(cues("Read more").link, 1, "linking phrases");
    IS_INT(cues("Photo: Getty Images").byline, 2, "byline phrases");
    IS_INT(cues("The river rose by two metres on Monday.").appeal, 0, "plain prose has no cue");

    struct ws_cues late = cues("Penulis adalah jurnalis lepas di Kupang.");
    OK(late.author == 2 && late.late.author == 1, "late phrases are counted for themselves");
    late = ws_all_cues(&late);
    IS_INT(late.author, 3, "and together with the others where doubt asks");

    struct ws_cues c = cues("Please DONATE today: every gift is tax-deductible.");
    IS_INT(c.give, 3, "asking for money is a kind of its own");
    IS_INT(c.appeal, 3, "and counts as an appeal");
    IS_INT(c.you, 1, "please addresses the reader");
    IS_INT(cues("We use cookies. Please enable JavaScript in your browser settings.").appeal, 4,
           "notices of cookies and browsers are appeals, too");
    IS_INT(cues("Republish this article under a Creative Commons licence").appeal, 1, "licences");
    IS_INT(cues("This post contains affiliate links").appeal, 2, "disclosures");
    IS_INT(cues("Download our app, follow us on Telegram").appeal, 3, "apps and channels");
    IS_INT(cues("Got a tip? Email us.").appeal, 3, "calls for tips");
    c = cues("The deadline is midnight on Friday.");
    OK(c.urgent == 2 && !c.appeal, "weak words are no appeal of themselves");

    IS_INT(cues("ПОДПИШИТЕСЬ на рассылку").appeal, 2, "capitals do not matter in Cyrillic");
    IS_INT(cues("ΣΤΗΡΙΞΤΕ μας. Στηρίξτε μας").give, 1, "nor in Greek, accents do");
    IS_INT(cues("ÉCRIVEZ-NOUS").appeal, 1, "nor in French");
    IS_INT(cues("Don\u2019t miss").link, 1, "the typographic apostrophe is an apostrophe");
    IS_INT(cues("our support\u00a0us").give, 1, "a no-break space is a blank");
    IS_INT(cues("неподписаться").appeal, 0, "words start at letters of any script");
    IS_INT(cues("keep this site free").give, 1, "a star stands for a word");
    IS_INT(cues("keep this free").give, 0, "and for one only");
    IS_INT(cues("a gift, then").press, 1, "a blank at the end of a phrase ends the word");
    IS_INT(cues("a generous reader").press, 1, "the end of the text does, too");
    IS_INT(cues("the readership").press, 0, "a letter does not");
    IS_INT(cues("").legal, 0, "nothing has no cue");
    IS_INT(cues("\u8ba2\u9605").appeal, 1, "two characters of Chinese at the end");

    c = cues("\u201cWe need you\u201d, they said. We will.");
    OK(c.we == 1 && c.you == 0, "persons in quotations do not count");
    IS_INT(cues("in the US, he gave us a book").we, 1, "the country is not us");
    IS_INT(cues("sie kommen, Sie gehen").you, 1, "nor is German sie Sie");
    return tap_done();
}
