package io.anteroom.sandbox.upstream.content;

import static io.anteroom.sandbox.upstream.SampleContent.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.SampleContent;
import io.anteroom.sandbox.upstream.assets.MediaFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentReaderTest {
  private static final int PLENTY = 100_000;

  @TempDir Path folder;

  private StoredFile file(byte[] content, String type, String name) throws IOException {
    Path path = Files.write(folder.resolve("content"), content);
    return new StoredFile(path, content.length, type, name);
  }

  private Extraction read(byte[] content, String type, String name) throws Exception {
    return new ContentReader().read(file(content, type, name), PLENTY);
  }

  private String refusal(byte[] content, String type, String name) throws IOException {
    StoredFile file = file(content, type, name);
    return assertThrows(
            UnreadableContentException.class, () -> new ContentReader().read(file, PLENTY))
        .getMessage();
  }

  @Test
  void readsPlainText() throws Exception {
    Extraction found = read(utf8("Grüße aus Köln"), null, null);
    assertEquals("Grüße aus Köln", found.text());
    assertEquals("text/plain", found.type().mime());
    assertEquals(17, found.size());
  }

  @Test
  void readsMarkdownAndCsvUnchanged() throws Exception {
    Extraction markdown = read(utf8("# Title\n\nwords"), "text/plain", "a.md");
    assertEquals("text/markdown", markdown.type().mime());
    assertEquals("# Title\n\nwords", markdown.text());
    assertEquals("text/csv", read(utf8("a,b\n1,2"), "text/csv", null).type().mime());
  }

  @Test
  void readsTitleAndTextOfAnHtmlPage() throws Exception {
    String page =
        "<!DOCTYPE html><html><head><title>The title</title><style>p{color:red}</style></head>"
            + "<body><p>First &amp; second</p><script>var hidden;</script></body></html>";
    Extraction found = read(utf8(page), "application/octet-stream", "noname");
    assertEquals("The title\nFirst & second", found.text());
    assertEquals(FileKind.HTML, found.type().kind());
  }

  @Test
  void readsAllStringsOfAJsonDocument() throws Exception {
    String json = "{\"a\":\"one\",\"b\":[1,\"two\",{\"c\":\"three\"}],\"d\":null}";
    assertEquals("one\ntwo\nthree", read(utf8(json), "application/json", null).text());
  }

  @Test
  void readsTheTextOfAPdf() throws Exception {
    Extraction found = read(SampleContent.pdf("A line in a PDF"), "text/plain", "wrong.txt");
    assertEquals("A line in a PDF", found.text());
    assertEquals("application/pdf", found.type().mime());
  }

  @ParameterizedTest
  @CsvSource({"png, image/png", "jpg, image/jpeg", "gif, image/gif", "bmp, image/bmp"})
  void measuresAnImage(String format, String mime) throws Exception {
    byte[] image = SampleContent.image(format, 64, 48);
    Extraction found = read(image, null, "holiday-photo." + format);
    assertEquals(mime, found.type().mime());
    assertEquals(new MediaFacts(64, 48, null), found.media());
    assertEquals(image.length, found.size());
    assertTrue(found.text().contains("holiday photo"), found::text);
  }

  @Test
  void measuresAVideo() throws Exception {
    Extraction found = read(SampleContent.mp4(320, 240, 25), null, "clip.mp4");
    assertEquals("video/mp4", found.type().mime());
    assertEquals(new MediaFacts(320, 240, 25.0), found.media());
  }

  @Test
  void prefersTheDetectedTypeToTheDeclaredOne() throws Exception {
    assertEquals(FileKind.PLAIN_TEXT, read(utf8("just words"), "image/png", "a.png").type().kind());
    assertEquals(
        FileKind.IMAGE,
        read(SampleContent.image("png", 2, 2), "text/plain", "a.txt").type().kind());
  }

  @Test
  void namesATypeThatItCannotRead() throws Exception {
    assertEquals(
        "files of the type application/zip cannot be read",
        refusal(new byte[] {'P', 'K', 3, 4, 0, 0}, "text/plain", "a.txt"));
    assertTrue(refusal(new byte[] {0, 1, 2, (byte) 0xfe}, "x/y", "a").contains("x/y"));
    assertEquals("the file is empty", refusal(new byte[0], "text/plain", "a.txt"));
  }

  @Test
  void reportsCorruptContent() throws Exception {
    byte[] pdf = SampleContent.pdf("words");
    byte[] half = Arrays.copyOf(pdf, 60);
    assertTrue(refusal(half, null, "a.pdf").startsWith("the PDF is corrupt"));
    byte[] png = Arrays.copyOf(SampleContent.image("png", 64, 48), 20);
    assertTrue(refusal(png, null, "a.png").contains("corrupt"));
    assertTrue(refusal(utf8("{\"a\":"), null, "a.json").startsWith("the JSON is broken"));
    byte[] noise = {0, 1, 2, (byte) 0xfe};
    assertTrue(refusal(noise, "application/pdf", "a.pdf").startsWith("the PDF is corrupt"));
  }

  @Test
  void cutsTextAtItsMaximum() throws Exception {
    StoredFile file = file(utf8("word ".repeat(10_000)), "text/plain", null);
    assertEquals(1_000, new ContentReader().read(file, 1_000).text().length());
  }

  @Test
  void keepsACutCharacterAsText() throws Exception {
    // The head that is looked at ends inside of a character of two bytes.
    assertFalse(read(utf8("x" + "ü".repeat(5_000)), null, null).text().isEmpty());
  }
}
