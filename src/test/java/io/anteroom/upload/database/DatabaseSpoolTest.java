package io.anteroom.upload.database;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.SpoolFullException;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the spool in the database does: its bound, its partitions, and when it is used. */
class DatabaseSpoolTest {

  private static final int MIB = 1024 * 1024;
  private static final Instant LATER = Instant.now().plusSeconds(3600);

  @AutoClose("shutdownNow")
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private PostgresFixture postgres;
  private DatabaseSpoolFixture replica;

  @BeforeEach
  void open() {
    postgres = PostgresFixture.create();
    replica = opened();
  }

  @AfterEach
  void close() {
    postgres.close();
  }

  @Test
  void aFileThatFindsNoSpaceIsRefusedWithTheNumber() throws IOException {
    DatabaseSpoolFixture small =
        DatabaseSpoolFixture.open(
            postgres, "anteroom.spool.database.max-total", Integer.toString(MIB));
    IncomingFile file = small.spool().receive();
    SpoolFullException full = assertThrows(SpoolFullException.class, () -> write(file, 2 * MIB));
    assertTrue(full.getMessage().contains(" %d bytes".formatted(MIB)), full.getMessage());
    assertEquals(4, postgres.count("spool_chunk"), "a MiB of it");
    assertTrue(small.spool().refuses(MIB).isPresent());
    file.discard();
    await(small.rotation().rotate());
    await(small.capacity().measure());
    assertEquals(Optional.empty(), small.spool().refuses(MIB / 2));
  }

  @Test
  void whatOtherReplicasStoredCounts() throws IOException {
    keep(MIB);
    DatabaseSpoolFixture other =
        DatabaseSpoolFixture.open(
            postgres, "anteroom.spool.database.max-total", Integer.toString(MIB));
    assertEquals(Optional.empty(), other.spool().refuses(0));
    await(other.capacity().measure());
    assertTrue(other.spool().refuses(0).isPresent());
  }

  @Test
  void aFileThatWasRemovedWhileItCameInGetsNoFurtherChunk() throws IOException {
    IncomingFile file = replica.spool().receive();
    write(file, MIB);
    await(replica.spool().remove(file.path().toString()));
    assertThrows(SpoolUnavailableException.class, () -> write(file, MIB));
    assertEquals(4, postgres.count("spool_chunk"));
  }

  /** The pool has 20 connections. */
  @Test
  void slowSendersAndReadersHoldNoConnection() throws IOException {
    String path = keep(MIB);
    for (int i = 0; i < 25; i++) {
      write(replica.spool().receive(), MIB / 2);
      AssertSubscriber<Buffer> reader = AssertSubscriber.create(1);
      replica.spool().read(path).subscribe().withSubscriber(reader);
      reader.awaitItems(1);
    }
    assertEquals(26, postgres.count("spool_file"));
  }

  @Test
  void aPartitionIsEmptiedWhenNoFileInItIsNeeded() throws IOException {
    String first = keep(MIB);
    String second = keep(MIB);
    await(replica.rotation().rotate());
    await(replica.spool().remove(first));
    await(replica.rotation().rotate());
    assertEquals(8, postgres.count("spool_chunk"), "the second one is needed");
    await(replica.spool().remove(second));
    await(replica.rotation().rotate());
    assertEquals(0, size(), "no byte is left on disk, and nothing was vacuumed");
  }

  @Test
  void aFileThatComesInKeepsItsPartition() throws IOException {
    IncomingFile file = replica.spool().receive();
    write(file, MIB);
    await(replica.rotation().rotate());
    await(replica.rotation().rotate());
    write(file, MIB);
    file.close();
    assertEquals(2 * MIB, await(replica.spool().keep(file.path(), UUID::randomUUID)).size());
    assertEquals(8, postgres.count("spool_chunk"));
  }

  /** Each file is alone in its partition often enough, so that this is emptied at once after it. */
  @Test
  void noFileIsLostWhilePartitionsAreEmptied() {
    DatabaseSpoolFixture hasty =
        DatabaseSpoolFixture.open(postgres, "anteroom.spool.database.max-total", "100000000");
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch passes = new CountDownLatch(50);
    CompletableFuture<Void> rotations =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                await(hasty.rotation().rotate());
                passes.countDown();
              }
            },
            threads);
    CompletableFuture.allOf(
            IntStream.range(0, 3)
                .mapToObj(
                    i -> CompletableFuture.runAsync(() -> writeReadAndRemove(passes), threads))
                .toArray(CompletableFuture[]::new))
        .whenComplete((nothing, failure) -> done.set(true))
        .join();
    rotations.join();
    await(hasty.rotation().rotate());
    assertEquals(0, size());
  }

  /** At least fifty files, and until there were as many passes as are waited for. */
  private void writeReadAndRemove(CountDownLatch passes) {
    try {
      for (int i = 0; i < 50 || passes.getCount() > 0; i++) {
        String name = keep(1000);
        List<Buffer> read = await(replica.spool().read(name).collect().asList());
        assertEquals(1000, read.get(0).length());
        await(replica.spool().remove(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anotherPartitionIsOpenedAfterAnHourOrASixteenth() throws IOException {
    postgres.sql("update spool_partition set opened_at = clock_timestamp() where no = 0");
    keep(MIB);
    await(replica.rotation().rotate());
    assertEquals(0, partitionOf(keep(1)), "it is young and has space");
    postgres.sql(
        "update spool_partition set opened_at = clock_timestamp() - interval '61 minutes'"
            + " where no = 0");
    await(replica.rotation().rotate());
    assertEquals(1, partitionOf(keep(MIB)));
    DatabaseSpoolFixture small =
        DatabaseSpoolFixture.open(
            postgres, "anteroom.spool.database.max-total", Integer.toString(8 * MIB));
    await(small.rotation().rotate());
    assertEquals(2, partitionOf(keep(1)));
  }

  @Test
  void whileEveryPartitionIsNeededThePresentOneGoesOn() throws IOException {
    for (int i = 0; i < 16; i++) {
      keep(1);
      postgres.sql("update spool_partition set opened_at = opened_at - interval '61 minutes'");
      await(replica.rotation().rotate());
    }
    assertEquals(16, postgres.number("select count(distinct partition_no)::int from spool_file"));
    assertEquals(15, partitionOf(keep(1)));
  }

  @Test
  void theTablesAreNotUsedWhileATaskWaitsForAFileOnDisk() {
    postgres.sql("update spool set id = gen_random_uuid()");
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, file_path, status,
                          phase, event_no, accepted_at, updated_at)
        values (gen_random_uuid(), 'alice', 'default', 'upload', 'c', '{}', 'f', 'INITIALIZING',
                'queued', 1, now(), now())
        """);
    DatabaseSpoolFixture changed = opened();
    assertFalse(changed.spool().isThere());
    assertEquals(List.of(), await(changed.spool().olderThan(LATER)));
    postgres.sql("update task set phase = 'running'");
    changed.adoption().adopt();
    assertTrue(changed.spool().isThere());
  }

  private DatabaseSpoolFixture opened() {
    return DatabaseSpoolFixture.open(postgres);
  }

  private String keep(int size) throws IOException {
    IncomingFile file = replica.spool().receive();
    write(file, size);
    file.close();
    return await(replica.spool().keep(file.path(), UUID::randomUUID)).path();
  }

  private static void write(IncomingFile file, int size) throws IOException {
    file.write(ByteBuffer.wrap(new byte[size]));
  }

  private int partitionOf(String name) {
    return postgres.number(
        "select partition_no::int from spool_file where name = '%s'".formatted(name));
  }

  /** Of the chunks and what belongs to them, in bytes. */
  private int size() {
    return postgres.number(
        """
        select sum(pg_relation_size(c.oid) + pg_relation_size(c.reltoastrelid))::int
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'spool_chunk'::regclass
        """);
  }
}
