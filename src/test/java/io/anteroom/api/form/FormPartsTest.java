package io.anteroom.api.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.LocalFile;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A form opens no more files than one, and none that nobody would close. Its parts are read as they
 * are.
 */
class FormPartsTest {

  private static final String FILE =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncontent\r\n";

  @TempDir Path folder;

  private final List<IncomingFile> opened = new ArrayList<>();

  @Test
  void theSecondFileIsRefusedBeforeItIsReceived() throws IOException {
    FormParts parts = parts();
    parts.read(bytes(FILE));
    assertThrows(HttpProblem.class, () -> parts.read(bytes(FILE)));
    assertEquals(1, opened.size());
    parts.deleteFiles();
    assertEquals(0, left());
  }

  /** It has content, so it was chosen, whatever its name. */
  @Test
  void aFileWithoutANameOpensWithItsFirstByte() throws IOException {
    FormParts parts = parts();
    parts.read(
        bytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n"));
    assertEquals(0, opened.size());
    parts.read(bytes("con"));
    parts.read(bytes("tent\r\n"));
    assertThrows(HttpProblem.class, () -> parts.read(bytes(FILE)));
    assertEquals("content", Files.readString(opened.get(0).path()));
  }

  /** The last piece of a client that has gone may be read after that. */
  @Test
  void aFileThatBeginsAfterTheEndOfTheRequestIsDiscarded() throws IOException {
    FormParts parts = parts();
    parts.deleteFiles();
    assertThrows(UncheckedIOException.class, () -> parts.read(bytes(FILE)));
    assertEquals(0, left());
  }

  /** The framework would decode each piece by itself, and lose what two of them share. */
  @ParameterizedTest
  @ValueSource(
      strings = {"base64", " BASE64 ", "quoted-printable", "7bit, base64", "x-uuencode", ""})
  void anEncodedPartIsRefused(String encoding) {
    for (String part : List.of("name=\"file\"; filename=\"a\"", "name=\"text\"")) {
      FormParts parts = parts();
      HttpProblem problem =
          assertThrows(HttpProblem.class, () -> parts.read(bytes(encoded(part, encoding, "SG"))));
      assertTrue(problem.getDetail().contains("Encoding: " + encoding.strip()), problem::getDetail);
    }
    assertEquals(0, opened.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7bit", "8bit", "Binary", " BINARY "})
  void aPartThatIsNotEncodedIsReadAsItIs(String encoding) throws IOException {
    FormParts parts = parts();
    String head = encoded("name=\"file\"; filename=\"a\"", encoding, "SG");
    parts.read(bytes(head));
    parts.read(bytes("VsbG8=\r\n=\r\n--b--\r\n"));
    assertTrue(parts.areComplete());
    assertEquals("SGVsbG8=\r\n=", Files.readString(opened.get(0).path()));
  }

  @Test
  void aLongEncodingIsShownInPart() {
    String encoding = "x".repeat(5_000);
    HttpProblem problem =
        assertThrows(
            HttpProblem.class, () -> parts().read(bytes(encoded("name=\"a\"", encoding, ""))));
    assertTrue(problem.getDetail().length() < 300, problem::getDetail);
  }

  @Test
  void everyEncodingOfAPartCounts() {
    String twice = encoded("name=\"a\"", "binary\r\ncontent-transfer-encoding: base64", "SG");
    assertThrows(HttpProblem.class, () -> parts().read(bytes(twice)));
  }

  private static String encoded(String parameters, String encoding, String content) {
    return "--b\r\nContent-Disposition: form-data; "
        + parameters
        + "\r\nContent-Transfer-Encoding: "
        + encoding
        + "\r\n\r\n"
        + content;
  }

  private FormParts parts() {
    FormLimits limits = new FormLimits(folder, new MemorySize(BigInteger.valueOf(1000)), 64);
    return new FormParts(limits, this::open, "b", 10_000);
  }

  private IncomingFile open() throws IOException {
    IncomingFile file = LocalFile.create(folder, 1000);
    opened.add(file);
    return file;
  }

  private long left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
