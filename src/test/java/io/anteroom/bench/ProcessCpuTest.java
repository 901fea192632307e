package io.anteroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How the CPU time of processes is read. */
class ProcessCpuTest {

  @Test
  void theTimesOfAProcessAndOfItsEndedChildrenAreAddedUp() {
    String stat = "42 (a) name) S 1 2 3 0 -1 4 5 6 7 8 100 20 3 4 20 0 1 0 99";
    assertEquals(1270, ProcessCpu.millis(stat));
  }

  @Test
  void thisProcessHasUsedSome() {
    assertTrue(ProcessCpu.millis(ProcessHandle.current()) > 0);
  }
}
