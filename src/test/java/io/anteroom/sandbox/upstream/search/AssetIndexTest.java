package io.anteroom.sandbox.upstream.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssetIndexTest {
  @AutoClose private AssetIndex index;

  @BeforeEach
  void fill() throws IOException {
    index = new AssetIndex();
    index.put("a", "fox", "The quick brown fox jumps over the lazy dog");
    index.put("a", "dog", "A dog, a dog and nothing but a dog");
    index.put("b", "other", "The fox of another account");
  }

  private List<String> words(String account, String words) throws IOException {
    return index.withWords(account, words).stream().map(ScoredAsset::assetId).toList();
  }

  @Test
  void findsByAnyWordAndPutsTheBestFirst() throws IOException {
    assertEquals(List.of("fox"), words("a", "FOX"));
    assertEquals(List.of("dog", "fox"), words("a", "dog"));
    assertEquals(List.of(), words("a", "cat"));
    assertEquals(List.of(), words("a", "?!"));
  }

  @Test
  void keepsAccountsApart() throws IOException {
    assertEquals(List.of("other"), words("b", "fox"));
  }

  @Test
  void treatsAQueryAsPlainText() throws IOException {
    assertEquals(List.of("fox"), words("a", "text:(fox NOT \"unclosed ^~*"));
  }

  @Test
  void findsSimilarTexts() throws IOException {
    List<ScoredAsset> found = index.like("a", "My quick and lazy fox");
    assertEquals("fox", found.get(0).assetId());
  }

  @Test
  void knowsTheNewTextOnly() throws IOException {
    index.put("a", "fox", "Now it is a hedgehog");
    assertEquals(List.of(), words("a", "fox"));
    assertEquals("Now it is a hedgehog", index.text("fox"));
  }

  @Test
  void forgetsWhatIsRemoved() throws IOException {
    index.remove("fox");
    assertEquals(List.of(), words("a", "fox"));
    assertEquals("", index.text("fox"));
    index.clear();
    assertEquals(List.of(), words("a", "dog"));
  }
}
