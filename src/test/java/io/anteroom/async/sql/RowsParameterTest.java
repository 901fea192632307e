package io.anteroom.async.sql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowsParameterTest {

  private record Sample(UUID id, String name, Integer number, Long size) {}

  private static final RowsParameter<Sample> SAMPLES =
      new RowsParameter<Sample>()
          .uuid("id", Sample::id)
          .text("name", Sample::name)
          .integer("number", Sample::number)
          .bigint("size", Sample::size);

  @Test
  void theTextNumbersTheParametersInTheOrderOfTheColumns() {
    assertEquals("id, name, number, size", SAMPLES.names());
    assertEquals(
        "unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[]) as s (id, name, number, size)",
        SAMPLES.unnest("s"));
  }

  @Test
  void theNumbersGoOnAfterTheParametersBefore() {
    RowsParameter<String> texts = new RowsParameter<String>().text("t", text -> text);
    assertEquals("unnest($5::text[]) as x (t)", texts.unnest("x", SAMPLES));
    assertEquals("unnest($9::text[]) as x (t)", texts.unnest("x", SAMPLES, SAMPLES));
  }

  @Test
  void eachColumnIsOneArrayInTheOrderOfTheRows() {
    UUID id = UUID.randomUUID();
    Tuple values =
        SAMPLES.addTo(
            Tuple.of("before"),
            Arrays.asList(new Sample(id, "a", 1, 2L), new Sample(null, null, null, null)));
    assertEquals(5, values.size());
    assertEquals("before", values.getString(0));
    assertArrayEquals(new UUID[] {id, null}, (Object[]) values.getValue(1));
    assertArrayEquals(new String[] {"a", null}, (Object[]) values.getValue(2));
    assertArrayEquals(new Integer[] {1, null}, (Object[]) values.getValue(3));
    assertArrayEquals(new Long[] {2L, null}, (Object[]) values.getValue(4));
  }

  @Test
  void withoutRowsTheArraysAreEmpty() {
    assertArrayEquals(new String[0], (Object[]) SAMPLES.values(List.of()).getValue(1));
  }
}
