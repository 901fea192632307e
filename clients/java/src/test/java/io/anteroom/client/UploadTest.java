package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer.Received;
import io.anteroom.client.request.FileSource;
import io.anteroom.client.request.IndexRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String READ = "GET /tasks/" + TaskJson.ID;

  private final ScriptedServer server = new ScriptedServer();
  private final AnteroomClient client = server.client().pauses(new RecordedPauses()).build();

  @TempDir Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aFileIsAForm() throws IOException {
    server.on(ACCEPT, json(202, running())).on(READ, json(200, done()));
    Path file = Files.writeString(folder.resolve("a \"quoted\" café.txt"), "the bytes");
    await(
        client.indexAndWait(
            IndexRequest.file(FileSource.of(file).type("text/plain"), "rivers")
                .metadata(Map.of("river", "Neckar"))
                .priority(3)
                .field("nothing", null)));
    Received sent = server.received(ACCEPT).get(0);
    String boundary = sent.header("Content-Type").replace("multipart/form-data; boundary=", "");
    assertEquals(
        """
        --B
        Content-Disposition: form-data; name="collection_id"

        rivers
        --B
        Content-Disposition: form-data; name="metadata"

        {"river":"Neckar"}
        --B
        Content-Disposition: form-data; name="priority"

        3
        --B
        Content-Disposition: form-data; name="file"; filename="a %22quoted%22 café.txt"
        Content-Type: text/plain

        the bytes
        --B--
        """
            .replace("\n", "\r\n"),
        sent.body().replace(boundary, "B"));
  }

  @Test
  void anUploadIsNotRepeatedForTheSakeOfAWait() throws IOException {
    server.on(ACCEPT, json(202, running())).on(READ, cut(), json(200, done()));
    Path file = Files.writeString(folder.resolve("a.txt"), "the bytes");
    await(client.indexAndWait(IndexRequest.file(file, "rivers")));
    assertEquals(1, server.received(ACCEPT).size());
    assertEquals("respond-async", server.received(ACCEPT).get(0).header("Prefer"));
  }

  @Test
  void anUploadThatWasCutIsRepeatedAsItWas() {
    server.on(ACCEPT, cut(), json(200, done()));
    byte[] bytes = "from memory".getBytes(StandardCharsets.UTF_8);
    FileSource file = FileSource.of("a.txt", () -> new ByteArrayInputStream(bytes));
    await(client.indexAndWait(IndexRequest.file(file, "rivers")));
    List<Received> sent = server.received(ACCEPT);
    assertEquals(2, sent.size());
    assertEquals(sent.get(0).body(), sent.get(1).body());
    assertEquals(sent.get(0).header("Idempotency-Key"), sent.get(1).header("Idempotency-Key"));
    assertTrue(sent.get(0).body().contains("from memory"));
  }

  @Test
  void aFileThatIsNotThereIsNotTriedAgain() {
    IndexRequest request = IndexRequest.file(folder.resolve("gone.txt"), "rivers");
    assertThrows(UncheckedIOException.class, () -> await(client.indexAndWait(request)));
    assertEquals(0, server.count());
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsNotTriedAgain() {
    server.on(ACCEPT, json(200, done()));
    FileSource broken =
        FileSource.of(
            "broken.bin",
            () ->
                new InputStream() {
                  private int left = 100_000;

                  @Override
                  public int read() throws IOException {
                    if (left-- <= 0) {
                      throw new IOException("the disk is gone");
                    }
                    return 'x';
                  }
                });
    UncheckedIOException failure =
        assertThrows(
            UncheckedIOException.class,
            () -> await(client.indexAndWait(IndexRequest.file(broken, "rivers"))));
    assertTrue(failure.getMessage().contains("the disk is gone"), failure.getMessage());
  }

  @Test
  void aSlowUploadIsNoSilence() {
    server.on(ACCEPT, json(200, done()));
    AnteroomClient impatient = server.client().responseTimeout(Duration.ofMillis(500)).build();
    FileSource slow =
        FileSource.of(
            "slow.bin",
            () ->
                new InputStream() {
                  private int left = 8;

                  @Override
                  public int read() {
                    throw new UnsupportedOperationException("pieces only");
                  }

                  @Override
                  public int read(byte[] piece, int from, int length) {
                    pause();
                    return left-- == 0 ? -1 : 10;
                  }
                });
    await(impatient.indexAndWait(IndexRequest.file(slow, "rivers")));
    assertEquals(1, server.received(ACCEPT).size());
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
  }
}
