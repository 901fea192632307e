package io.anteroom.api.body;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.api.body.ByteBudget.Taken;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final ByteBudget budget = new ByteBudget(100, 60);

  @Test
  void aClientHasItsShareAndAllHaveTheWhole() {
    assertEquals(Taken.YES, budget.take("alice", 50));
    assertEquals(Taken.CLIENT_FULL, budget.take("alice", 11));
    assertEquals(Taken.YES, budget.take("bob", 50));
    assertEquals(Taken.FULL, budget.take("carol", 1));
    budget.giveBack("alice", 50);
    assertEquals(Taken.YES, budget.take("carol", 50));
    assertEquals(100, budget.used());
  }

  @Test
  void theLargestBodyFitsIntoAnEmptyBudget() {
    assertEquals(Taken.YES, budget.take("alice", 1_000));
    assertEquals(Taken.CLIENT_FULL, budget.take("alice", 1));
    assertEquals(Taken.FULL, budget.take("bob", 1));
    budget.giveBack("alice", 1_000);
    assertEquals(0, budget.used());
    assertEquals(Taken.YES, budget.take("bob", 1));
  }
}
