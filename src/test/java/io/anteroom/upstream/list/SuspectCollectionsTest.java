package io.anteroom.upstream.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.async.ManualTicker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A task is named by its collection and a number here. */
class SuspectCollectionsTest {

  private static final List<String> TASKS = List.of("a1", "b1", "c1", "b2", "a2");
  private static final Account ONE = account("one");
  private static final Account OTHER = account("other");

  private final ManualTicker ticker = new ManualTicker();
  private final MissingCollections missing = new MissingCollections(ticker);
  private final SuspectCollections suspects = new SuspectCollections(missing, ticker);

  @Test
  void allAreAskedForTogetherWhileNoneIsRejected() {
    assertEquals(TASKS, together(ONE, TASKS));
    assertEquals(List.of(), together(ONE, List.of()));
  }

  @Test
  void eachCollectionOfARejectedCallIsAskedForByItself() {
    assertTrue(suspects.rejected(ONE, List.of("a", "b", "a")));
    assertEquals(List.of("a1", "a2"), together(ONE, TASKS));
    assertEquals(List.of("b1", "b2"), together(ONE, List.of("b1", "c1", "b2", "a2")));
    assertEquals(List.of("c1", "d1"), together(ONE, List.of("c1", "b2", "a2", "d1")));
    assertEquals(TASKS, together(OTHER, TASKS), "it says nothing of another account");
  }

  @Test
  void oneThatIsRejectedByItselfHarmsNoOther() {
    assertFalse(suspects.rejected(ONE, List.of("b", "b")), "there is nothing to split");
    assertEquals(List.of("a1", "c1", "a2"), together(ONE, TASKS));
  }

  @Test
  void thoseOfAnAccountAreNamed() {
    suspects.rejected(ONE, List.of("b", "a", "b"));
    suspects.rejected(OTHER, List.of("c"));
    suspects.answered(ONE, List.of("b"), suspects.begin());
    assertEquals(List.of("a"), suspects.of(ONE));
    assertEquals(List.of("c"), suspects.of(OTHER));
  }

  @Test
  void onlyOneThatIsRejectedByItselfIsLeftOutAndNotForEver() {
    suspects.rejected(ONE, List.of("a", "b"));
    assertEquals(List.of(), suspects.lately(ONE), "any of them may be the reason");
    suspects.rejected(ONE, List.of("a"));
    assertEquals(List.of("a"), suspects.lately(ONE));
    suspects.rejected(ONE, List.of("a", "b"));
    assertEquals(List.of("a"), suspects.lately(ONE));
    ticker.pass(Duration.ofHours(2));
    assertEquals(List.of(), suspects.lately(ONE));
    suspects.rejected(ONE, List.of("a"));
    suspects.answered(ONE, List.of("a"), suspects.begin());
    assertEquals(List.of(), suspects.lately(ONE));
  }

  @Test
  void oneThatIsAnsweredIsAskedForWithTheOthersAgain() {
    suspects.rejected(ONE, List.of("a", "b"));
    suspects.answered(OTHER, List.of("a"), suspects.begin());
    suspects.answered(ONE, List.of("a", "a", "c"), suspects.begin());
    assertEquals(List.of("a1", "c1", "a2"), together(ONE, TASKS));
    suspects.answered(ONE, List.of("b"), suspects.begin());
    assertEquals(TASKS, together(ONE, TASKS));
  }

  private List<String> together(Account account, List<String> tasks) {
    Function<String, String> collection = task -> task.substring(0, 1);
    return suspects.together(account, tasks, collection);
  }

  private static Account account(String name) {
    return new Account(name, URI.create("http://localhost"), new Secret("key"), Plan.FREE);
  }
}
