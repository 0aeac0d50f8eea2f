package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one gateway sold. Amounts are in its own unit: credits, or the quota of a relay.
 *
 * @param tasksCreated tasks, deleted ones too
 * @param charged      for ended tasks, and reserved for open ones
 * @param billed       the sum of what its answers name as the price of ended tasks; less than was charged where some name none, more where
 *                     they name what was paid back
 * @param manners      how many tasks it spoke of in which manner
 */
public record Sales(long tasksCreated, long charged, long billed, Map<String, Long> manners) {

    /** By the name of the gateway, those that sold nothing left out. */
    static Map<String, Sales> of(List<Task> all, long now) {
        Map<String, Sales> sales = new LinkedHashMap<>();
        for (Dialect dialect : Dialects.all()) {
            List<Task> sold = all.stream().filter(task -> task.order.dialect() == dialect).toList();
            if (!sold.isEmpty()) {
                Map<String, Long> manners = new LinkedHashMap<>();
                sold.forEach(task -> manners.merge(task.manner.name(), 1L, Long::sum));
                sales.put(dialect.name(), new Sales(sold.size(), sold.stream().mapToLong(task -> task.cost(now)).sum() * dialect.quota(),
                        sold.stream().mapToLong(task -> billed(task, now)).sum() * dialect.quota(), manners));
            }
        }
        return sales;
    }

    private static long billed(Task task, long now) {
        if (!task.ended(now)) {
            return 0;
        }
        return switch (task.manner.bill()) {
            case UNSAID -> 0;
            case CHARGED -> task.cost(now);
            case ASKED -> task.order.estimate();
        };
    }
}
