/* Words of markup and phrases of text. */
#include "pipeline/extract/lexicon.h"
#include "tests/tap.h"

static uint32_t markup(const char *value)
{
    return ws_lexicon_markup(SLICE(value));
}

static struct ws_cues cues(const char *text)
{
    struct ws_cues c;
    ws_lexicon_cues(SLICE(text), &c);
    return c;
}

int main(void)
{
    ws_lexicon_init();
    OK(markup("entry-content") & WS_MARK_CONTENT, "words are split at hyphens");
    OK(markup("rightSidebar") & WS_MARK_SIDE, "words are split at capitals");
    OK(markup("FOOTER") & WS_MARK_FOOTER, "case does not matter");
    OK((markup("post_comments x") & (WS_MARK_COMMENT | WS_MARK_CONTENT)) ==
           (WS_MARK_COMMENT | WS_MARK_CONTENT),
       "a value may have several classes");
    IS_INT(markup("zzz 123 a"), 0, "unknown words have none");
    IS_INT(markup(""), 0, "nor has nothing");

    IS_INT(cues("\u00a9 2024 Example Ltd. All Rights Reserved.").legal, 2, "legal phrases are counted");
    IS_INT(cues("Subscribe to our newsletter").appeal, 2, "appeals are counted");
    IS_INT(cues("the unsubscribed reader").appeal, 0, "phrases begin where a word begins");
    OK(cues("\u8bf7\u5173\u6ce8\u6211\u4eec").appeal, "but anywhere in Chinese");
    IS_INT(cues("Read more").link, 1, "linking phrases");
    IS_INT(cues("Photo: Getty Images").byline, 2, "byline phrases");
    IS_INT(cues("The river rose by two metres on Monday.").appeal, 0, "plain prose has no cue");
    return tap_done();
}
