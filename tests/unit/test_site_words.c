/* Words of a site's name in texts. */
#include "pipeline/extract/doubt/site_words.h"
#include "pipeline/extract/lexicon/lexicon.h"
#include "tests/tap.h"

static struct ws_site_words name(const char *text)
{
    struct ws_site_words w;
    ws_site_words_read(SLICE(text), &w);
    return w;
}

static unsigned found(const char *site, const char *text)
{
    const struct ws_site_words w = name(site);
    uint32_t token[WS_PROMPT_TOKENS];
    return ws_site_words_in(&w, token, ws_prompt_tokens(SLICE(text), token));
}

int main(void)
{
    ws_lexicon_init();
    OK(name("").n == 0 && name("The Pop").n == 0 && name("— 24/7 —").n == 0, "short words and numbers mean nothing");
    OK(name("The Pellow Valley Society").n == 3, "others do");
    OK(found("The Pellow Valley Society", "Members of the society meet in Pellow.") == 5, "each has its bit, in order of the name");
    OK(found("The Pellow Valley Society", "The boats came back before noon.") == 0, "a text without them");
    OK(found("Pellow", "PELLOW!") == 1 && found("pellow", "“Pellow’s”") == 1, "whatever their case, beside signs");
    OK(found("Pellow", "The Pellows left.") == 0, "whole words");
    OK(found("Волна", "Газета «Волна» выходит по пятницам") == 1, "five letters, not bytes");
    OK(name("Море").n == 0, "four are not enough");
    OK(name("青屿周刊").n == 3 && found("青屿周刊", "点击关注“青屿周刊”") == 7, "of Chinese characters any two in a row");
    OK(found("青屿周刊", "周刊出版了") == 4 && found("青屿周刊", "青草屿") == 0, "in the same order");
    OK(name("青").n == 0, "one alone means nothing");
    OK(name("Alpha1 Alpha2 Alpha3 Alpha4 Alpha5 Alpha6 Alpha7 Alpha8 Alpha9").n == WS_SITE_WORDS, "no more than there is room for");
    OK(found("", "Pellow") == 0 && found("Pellow", "") == 0, "nothing in nothing");
    return tap_done();
}
