package io.anteroom.async.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Test;

class VertxPipelinesTest {

  @Test
  void thisVersionOfVertxHasTheHandlersWeNeed() {
    Vertx vertx = Vertx.vertx();
    try {
      VertxPipelines pipelines = new VertxPipelines(vertx);
      assertNull(pipelines.missingAtServer(VertxPipelines.DECODER, VertxPipelines.CONNECTION));
      String fault = pipelines.missingAtServer("renamed");
      assertEquals("connection has no handler 'renamed' but [", fault.substring(0, 41));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void aMissingHandlerIsNamedWithThePresentOnes() {
    assertEquals(
        "connection has no handler 'handler' but [codec, http]",
        VertxPipelines.missing(List.of("codec", "http"), "codec", "handler"));
  }

  @Test
  void aStartGoesOnWhenTheCheckFails() {
    assertNull(VertxPipelines.missing(List.of(), "handler"));
  }
}
