package io.anteroom.upload.s3;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.S3Server;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.ReferencedFiles;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upload.SpoolSweep;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.s3.S3Gateway.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that an S3 server gives seldom, or that come from what stands before it. */
class S3GatewayTest {

  private static final String NO_ROUTE = "<html>default backend - 404</html>";

  private final String file = UUID.randomUUID().toString();
  private S3Gateway gateway;
  private S3SpoolFixture fixture;

  @BeforeEach
  void open() throws IOException {
    gateway = new S3Gateway();
    fixture =
        S3SpoolFixture.open(
            S3SpoolFixture.settings(gateway.endpoint(), "uploads", S3Server.ACCESS_KEY));
  }

  @AfterEach
  void close() {
    fixture.bucket().close();
    gateway.close();
  }

  @Test
  void aGatewayThatKnowsNoRouteDoesNotMakeAFileGone() {
    gateway.answer(request -> new Answer(404, NO_ROUTE));
    assertEquals(Found.AWAY, await(fixture.spool().check(file, 1000)));
    assertThrows(
        SpoolUnavailableException.class,
        () -> await(fixture.spool().link(file, UUID.randomUUID())));
    assertThrows(SpoolUnavailableException.class, () -> await(fixture.spool().remove(file)));
    gateway.answer(request -> Answer.error(404, "NoSuchKey"));
    assertEquals(Found.GONE, await(fixture.spool().check(file, 1000)));
  }

  /** A replica that starts while the gateway finds no server works as soon as it does. */
  @Test
  void aGatewayThatFindsItsServerLaterIsNoTroubleForEver() {
    gateway.answerSentinel(new Answer(404, NO_ROUTE));
    assertFalse(fixture.presence().check());
    assertEquals(
        "the bucket uploads answers with 404 and no error code, as a gateway before it does",
        fixture.presence().trouble().orElseThrow());
    gateway.sentinel(fixture.presence().expected());
    assertTrue(fixture.presence().check());
  }

  @Test
  void aFileThatCannotBeRemovedDoesNotKeepTheOthers() {
    String other = UUID.randomUUID().toString();
    AtomicBoolean isFirst = new AtomicBoolean(true);
    gateway.answer(
        request -> {
          if (!request.startsWith("DELETE")) {
            return listing(request.contains("uploads&") ? "" : object(file) + object(other));
          }
          return isFirst.getAndSet(false) ? Answer.error(403, "AccessDenied") : new Answer(204, "");
        });
    try (PostgresFixture postgres = PostgresFixture.create()) {
      await(
          new SpoolSweep(
                  fixture.spool(),
                  new ReferencedFiles(postgres.pool()),
                  S3SpoolFixture.spoolSettings(),
                  Clock.systemUTC())
              .sweep());
    }
    assertEquals(
        2, gateway.requests().stream().filter(request -> request.startsWith("DELETE")).count());
  }

  @Test
  void aServerThatKnowsNoConditionalWriteGetsASentinel() throws IOException {
    UUID id = UUID.randomUUID();
    gateway.sentinel(null);
    gateway.answer(
        request -> {
          long puts = gateway.requests().stream().filter(r -> r.startsWith("PUT")).count();
          if (puts > 1) {
            gateway.sentinel(id);
          }
          return puts > 1 ? new Answer(200, "") : Answer.error(501, "NotImplemented");
        });
    assertEquals(id, fixture.presence().make(id));
  }

  /** The client goes away while the server begins the multipart upload. */
  @Test
  void aFileThatIsDiscardedMeanwhileLeavesNoMultipartUpload() {
    IncomingFile incoming = fixture.spool().receive();
    gateway.answer(
        request -> {
          if (request.startsWith("DELETE")) {
            return new Answer(204, "");
          }
          discard(incoming);
          return new Answer(
              200,
              "<InitiateMultipartUploadResult><UploadId>begun</UploadId>"
                  + "</InitiateMultipartUploadResult>");
        });
    assertThrows(Exception.class, () -> incoming.write(ByteBuffer.wrap(new byte[5_300_000])));
    assertTrue(
        gateway.requests().stream()
            .anyMatch(r -> r.startsWith("DELETE") && r.contains("uploadId=begun")),
        gateway.requests().toString());
  }

  private static void discard(IncomingFile incoming) {
    try {
      incoming.discard();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer listing(String content) {
    return new Answer(
        200,
        "<ListBucketResult><IsTruncated>false</IsTruncated>%s</ListBucketResult>"
            .formatted(content));
  }

  private static String object(String name) {
    return "<Contents><Key>anteroom/%s</Key><Size>1</Size>".formatted(name)
        + "<LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents>";
  }
}
