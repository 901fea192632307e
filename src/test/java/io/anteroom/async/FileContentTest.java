package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is read whole, part by part, and is closed without a failure whenever its reader goes. */
class FileContentTest {

  private static final int PART = 64 * 1024;

  @AutoClose("closeAndAwait")
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir Path folder;

  private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

  @BeforeEach
  void collectDroppedFailures() {
    Infrastructure.setDroppedExceptionHandler(dropped::add);
  }

  @AfterEach
  void collectNoMore() {
    Infrastructure.resetDroppedExceptionHandler();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 5 * PART + 17})
  void aFileIsReadWhole(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = Files.write(folder.resolve("file"), bytes);
    Buffer all = Buffer.buffer();
    List<Buffer> parts =
        FileContent.of(VERTX, file.toString()).collect().asList().await().indefinitely();
    parts.forEach(all::appendBuffer);
    assertArrayEquals(bytes, all.getBytes());
    assertTrue(parts.stream().allMatch(part -> part.length() > 0 && part.length() <= PART));
    awaitClosed(file);
  }

  @Test
  void noMoreIsReadThanIsAskedFor() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[10 * PART]);
    AssertSubscriber<Buffer> reader = read(file, 2);
    assertEquals(2, reader.awaitItems(2).getItems().size());
    reader.request(1).awaitItems(3).cancel();
    awaitClosed(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aReaderThatGoesDuringAReadLeavesNoFailure(int partsBefore) throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[10 * PART]);
    for (int i = 0; i < 200; i++) {
      AssertSubscriber<Buffer> reader = read(file, partsBefore);
      reader.awaitSubscription();
      if (partsBefore > 0) {
        reader.awaitItems(partsBefore);
      }
      reader.request(2).cancel();
    }
    awaitClosed(file);
    assertEquals(List.of(), dropped.stream().limit(3).toList());
  }

  private static AssertSubscriber<Buffer> read(Path file, int parts) {
    return FileContent.of(VERTX, file.toString())
        .subscribe()
        .withSubscriber(AssertSubscriber.create(parts));
  }

  /** No descriptor of this process shows it. */
  private static void awaitClosed(Path file) {
    Awaitility.await().until(() -> !isOpen(file));
  }

  private static boolean isOpen(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.anyMatch(descriptor -> file.equals(target(descriptor)));
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return null; // closed meanwhile
    }
  }
}
