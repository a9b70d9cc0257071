DROP TABLE notices;
DROP TABLE push_subscriptions;
