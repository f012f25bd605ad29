-- Where this store lives: cluster, database and table. A dump that was restored lives elsewhere than it says.
alter table store add column home varchar(100);
