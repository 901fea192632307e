package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stand-in holds about as many bytes as it was sent. */
class LargeMetadataTest extends RunningSandbox {

  private static final long MB = 1_000_000;

  private void index(String metadata) throws IOException {
    String body = "{\"text\":\"t\",\"collection_id\":\"c\",\"metadata\":{\"much\":%s}}";
    caller.post("/index/text", body.formatted(metadata)).taskId();
  }

  @Test
  void ofManyValuesIsKeptAsItCame() throws IOException {
    long before = used();
    for (int i = 0; i < 5; i++) {
      index("[" + "1,".repeat(400_000) + "1E5]");
    }
    await().until(() -> sandbox.completions().size() == 5);
    await().untilAsserted(() -> assertBelow(30 * MB, used() - before));
    JsonNode asset = caller.post("/assets?page_size=1", "{}").body().at("/results/0");
    assertEquals(400_001, asset.at("/metadata/much").size());
  }

  @Test
  void makesALargePageThatIsAsItsPartsAre() throws IOException {
    String long1 = "\"" + "m".repeat(400_000) + "ü\"";
    for (int i = 0; i < 4; i++) {
      index(long1);
    }
    await().until(() -> sandbox.completions().size() == 4);
    TestReply page = caller.post("/assets", "{}");
    assertEquals(4, page.results());
    assertEquals(4, page.body().at("/pagination/total").asInt());
    for (JsonNode asset : page.body().path("results")) {
      assertEquals(caller.asset(asset), asset);
    }
  }

  @Test
  void ofAPageThatIsNotReadWaitsOutsideOfTheMemory() throws IOException {
    for (int i = 0; i < 10; i++) {
      index("\"" + "m".repeat(4_000_000) + "\"");
    }
    await().until(() -> sandbox.completions().size() == 10);
    long before = used();
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        silent.add(askForAPage());
      }
      await().untilAsserted(() -> assertBelow(120 * MB, used() - before));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** Reads the beginning of the response only. */
  private Socket askForAPage() throws IOException {
    URI url = URI.create(sandbox.baseUrl());
    Socket socket = new Socket(url.getHost(), url.getPort());
    String request =
        "POST /assets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n"
            .formatted(TestCaller.ENTERPRISE);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream response = socket.getInputStream();
    assertEquals("HTTP/1.1 200", new String(response.readNBytes(12), StandardCharsets.US_ASCII));
    return socket;
  }

  private static void assertBelow(long most, long bytes) {
    assertEquals(0, Math.max(0, bytes - most), () -> bytes / MB + " MB are held");
  }

  /** Bytes of the heap and of direct buffers, of which Java counts some and Netty the others. */
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long counted =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return runtime.totalMemory()
        - runtime.freeMemory()
        + counted
        + PlatformDependent.usedDirectMemory();
  }
}
