package io.anteroom.upstream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.api.form.ContentDisposition;
import io.anteroom.async.FileContent;
import io.anteroom.upstream.http.MultipartBody.FilePart;
import io.smallrye.mutiny.Multi;
import io.vertx.core.file.FileSystemException;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of a form are sent as browsers send them (WHATWG, multipart/form-data encoding). */
class MultipartBodyTest {

  @AutoClose("closeAndAwait")
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a"b.pdf              | a%22b.pdf
          a%22b.pdf            | a%22b.pdf
          100% \u20ac '\\'.pdf | 100% \u20ac '\\'.pdf
          a;b=c, d.pdf         | a;b=c, d.pdf
          \ud83d\ude00.pdf     | \ud83d\ude00.pdf
          """)
  void aFileNameIsQuotedAndReadBackTheSame(String name, String sent) throws Exception {
    String body = body(name);
    String line = "Content-Disposition: form-data; name=\"file\"; filename=\"" + sent + "\"\r\n";
    assertTrue(body.contains(line), body);
    String header = line.substring(line.indexOf(':') + 1).strip();
    assertEquals(name.replace("%22", "\""), ContentDisposition.of(header).fileName());
  }

  @Test
  void nothingIsSentWhileTheFileCannotBeOpened() {
    RequestBody body =
        MultipartBody.of(
            Map.of(), new FilePart(() -> FileContent.of(VERTX, "/gone"), 4, "a", "text/plain"));
    List<Buffer> parts = new ArrayList<>();
    var read = body.content().get().invoke(parts::add).collect().last();
    assertThrows(FileSystemException.class, () -> read.await().indefinitely());
    assertEquals(List.of(), parts);
  }

  @Test
  void anEmptyFileIsAForm() {
    RequestBody body =
        MultipartBody.of(
            Map.of(), new FilePart(() -> Multi.createFrom().empty(), 0, "a", "text/plain"));
    Buffer all = Buffer.buffer();
    body.content().get().invoke(all::appendBuffer).collect().last().await().indefinitely();
    assertEquals(body.length(), all.length());
  }

  private String body(String name) throws Exception {
    Path file = Files.writeString(folder.resolve("content"), "text");
    RequestBody body =
        MultipartBody.of(
            Map.of("collection_id", "c"),
            new FilePart(() -> FileContent.of(VERTX, file.toString()), 4, name, "text/plain"));
    Buffer all = Buffer.buffer();
    body.content().get().invoke(all::appendBuffer).collect().last().await().indefinitely();
    assertEquals(body.length(), all.length());
    return all.toString(StandardCharsets.UTF_8.name());
  }
}
