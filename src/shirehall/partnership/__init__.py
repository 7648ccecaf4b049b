"""Who works here, for which councils: authorities, wards, offices, teams, queues, officers and what they may do."""
