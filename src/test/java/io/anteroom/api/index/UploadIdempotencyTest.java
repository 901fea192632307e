package io.anteroom.api.index;

import static io.anteroom.TestCalls.alice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.SandboxControl;
import io.anteroom.SpoolFolder;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A repeated upload with its key waits and answers like the first one. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UploadIdempotencyTest {

  private final String key = "upload-" + UUID.randomUUID();

  @AfterEach
  void heal() {
    SandboxControl.ofTest().heal("index.upload");
  }

  @Test
  void aRepeatedUploadWaitsForTheEnd() {
    String task =
        upload("/index-and-wait", "respond-async").then().statusCode(202).extract().path("task_id");
    upload("/index-and-wait", "wait=20")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("task_id", equalTo(task));
  }

  @Test
  void aRepeatedUploadLongAfterTheEndShowsTheTask() {
    String task =
        upload("/index-and-wait", "wait=20").then().statusCode(200).extract().path("task_id");
    for (String path : List.of("/index-and-wait", "/index/upload")) {
      upload(path, "respond-async")
          .then()
          .statusCode(200)
          .body("task_id", equalTo(task))
          .body("status", equalTo("DONE"))
          .body("file.name", equalTo("repeat.txt"));
    }
  }

  @Test
  void theCallOfTheUpstreamWaitsWithPrefer() {
    upload("/index/upload", "respond-async").then().statusCode(200);
    upload("/index/upload", "wait=20").then().statusCode(200).body("status", equalTo("DONE"));
  }

  @Test
  void concurrentRepeatsShowTheEndOfOneTask() {
    SandboxControl.ofTest().answer("index.upload", 422);
    String failed =
        upload("/index-and-wait", "wait=20").then().statusCode(422).extract().path("task_id");
    SandboxControl.ofTest().heal("index.upload");
    List<CompletableFuture<Response>> retries =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> retry(failed)))
            .toList();
    Set<String> ends =
        retries.stream()
            .map(CompletableFuture::join)
            .map(r -> r.statusCode() + " " + r.path("status"))
            .collect(Collectors.toSet());
    assertEquals(Set.of("200 DONE"), ends);
  }

  /** Many such files would fill the spool for all. */
  @Test
  void anotherFileWithTheSameKeyIsNotKept() {
    upload("/index/upload", "respond-async").then().statusCode(200);
    String other = "another text " + key;
    for (String path : List.of("/index-and-wait", "/index/upload")) {
      alice()
          .header("Idempotency-Key", key)
          .multiPart("file", "repeat.txt", other.getBytes(UTF_8), "text/plain")
          .multiPart("collection_id", "repeats")
          .post(path)
          .then()
          .statusCode(422)
          .body("type", endsWith("/idempotency-key-reused"));
    }
    assertFalse(SpoolFolder.ofTest().keeps(other), "the file of a refused upload is kept");
  }

  private Response retry(String failed) {
    return alice()
        .header("Idempotency-Key", "again-" + key)
        .header("Prefer", "wait=20")
        .post("/tasks/" + failed + "/retry");
  }

  private Response upload(String path, String prefer) {
    return alice()
        .header("Idempotency-Key", key)
        .header("Prefer", prefer)
        .multiPart("file", "repeat.txt", "a text".getBytes(), "text/plain")
        .multiPart("collection_id", "repeats")
        .post(path);
  }
}
